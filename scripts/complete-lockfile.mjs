/**
 * Adds to package-lock.json the optional packages of other platforms that `npm install` left out: it forgets those that
 * the registry at hand did not offer at that moment (https://github.com/npm/cli/issues/4828), and `npm ci` then refuses
 * the whole lock file. Name, exact version and platform are all that `npm ci` needs to pass them over.
 * Run it after every `npm install` that changes dependencies: `node scripts/complete-lockfile.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const systems = new Set([
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
  'windows',
]);
const processors = new Set([
  'arm',
  'arm64',
  'ia32',
  'x64',
  '64',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]);

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version) || isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
    };
    added.push(`${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, undefined, 2)}\n`);
process.stdout.write(
  added.length === 0 ? 'The lock file is complete.\n' : `Added ${added.length}: ${added.join(', ')}\n`,
);

/** Whether the package is locked where `path` would find it: in its own `node_modules` or in one above. */
function isLocked(path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    if (!folder.includes('/node_modules/')) folder = '';
    if (folder === '') return lock.packages[`node_modules/${name}`] !== undefined;
  }
}

/** The platform that a package of prebuilt files is for, as its name tells. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const system = words.find((word) => systems.has(word));
  const processor = words.find((word) => processors.has(word));
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return {
    ...(processor === undefined ? {} : { cpu: [processor === '64' ? 'x64' : processor] }),
    ...(libc === undefined || system !== 'linux' ? {} : { libc: [libc] }),
    ...(system === undefined ? {} : { os: [system === 'windows' ? 'win32' : system] }),
  };
}
