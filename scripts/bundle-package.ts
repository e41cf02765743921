/**
 * `node scripts/bundle-package.ts [MODULE …]`, in the folder of a package that `tsc` has compiled to `dist`: joins the modules behind
 * each of its exports, and behind the modules named (without `.js`, for files that are loaded by path), into one file each.
 * Every run of a user's tests loads a reporter, and each module of it costs that run.
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { rolldown } from 'rolldown';

interface PackageJson {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const dist = resolve('dist');
const entries = [...exportedModules(), ...process.argv.slice(2).map((name) => `./dist/${name}.js`)];
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((path) => [path.slice('./dist/'.length, -'.js'.length), path])),
  platform: 'node',
  // Dependencies are resolved where they are installed; what is CommonJS in the package is loaded by path elsewhere, too.
  external: (id) => !/^[./]/.test(id) || id.endsWith('.cjs'),
});
const { output } = await bundle.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[name].js',
});
const chunks = output.filter((file) => file.type === 'chunk');
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' }))
  if (name.endsWith('.js')) rmSync(join(dist, name));
for (const { fileName, code } of chunks) writeFileSync(join(dist, fileName), code);

function exportedModules(): string[] {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson;
  return Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.default]));
}
