import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

type Versions = Readonly<Record<string, string>>;

interface Manifest {
  readonly name: string;
  readonly exports?: unknown;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly peerDependencies?: Versions;
}

/**
 * Makes a repository of one commit of a package that publishes its sources with their tests, and installs what these import. What its
 * build wrote is left out: a checkout of its repository has none.
 */
export function fetchPackage(specifier: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-package-'));
  try {
    return writePackage(specifier, folder);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function writePackage(specifier: string, folder: string): string {
  const root = join(folder, 'repository');
  mkdirSync(root);
  const packed = execFileSync('npm', ['pack', specifier, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  });
  execFileSync('tar', [
    'xzf',
    join(folder, packed.trim().split('\n').at(-1) ?? ''),
    '-C',
    root,
    '--strip-components=1',
  ]);
  for (const name of readdirSync(root))
    if (name !== 'src' && name !== 'package.json' && !name.endsWith('.md'))
      rmSync(join(root, name), { recursive: true, force: true });
  if (!existsSync(join(root, 'src'))) throw new Error(`${specifier} publishes no folder src.`);
  install(root);
  writeFileSync(join(root, '.gitignore'), 'node_modules\n');
  writeFileSync(join(root, 'vitest.config.ts'), configOf(manifestOf(root)));
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], { cwd: root });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', specifier);
  return root;
}

function manifestOf(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
}

/** What the package depends on, and of its other packages what its text imports. Vitest is the one of this project. */
function install(root: string): void {
  const { dependencies = {}, devDependencies, peerDependencies } = manifestOf(root);
  const imported = importedPackages(root);
  const others = Object.entries({ ...devDependencies, ...peerDependencies }).filter(([name]) => imported.has(name));
  const wanted = [...Object.entries(dependencies), ...others]
    .filter(([name, version]) => name !== 'vitest' && !/^(?:workspace|file|link|catalog):/.test(version))
    .map(([name, version]) => `${name}@${version.split(' || ').at(-1) ?? version}`);
  const modules = join(root, 'node_modules');
  if (wanted.length > 0) {
    const place = join(root, '..', 'installed');
    mkdirSync(place);
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--silent', '--legacy-peer-deps'];
    execFileSync('npm', ['install', '--prefix', place, ...flags, ...wanted]);
    renameSync(join(place, 'node_modules'), modules);
  }
  mkdirSync(modules, { recursive: true });
  rmSync(join(modules, 'vitest'), { recursive: true, force: true });
  symlinkSync(resolve('node_modules/vitest'), join(modules, 'vitest'));
}

function importedPackages(root: string): ReadonlySet<string> {
  const texts = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]sx?$/.test(name))
    .map((name) => readFileSync(join(root, 'src', name), 'utf8'));
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/(?:from|import|require\()\s*['"]((?:@[\w.-]+\/)?[\w.-]+)/g)].map((match) => match[1] ?? ''),
    ),
  );
}

/** Tests run as they would in the repository: with its globals, and with its own name meaning its sources. */
function configOf({ exports }: Manifest): string {
  const conditions = [...JSON.stringify(exports ?? {}).matchAll(/"([^"]+)":"\.\/src\//g)].map(
    (match) => match[1] ?? '',
  );
  const own = [...new Set(conditions)].filter((name) => !name.startsWith('.'));
  return [
    "import { defineConfig } from 'vitest/config';",
    'export default defineConfig({',
    `  resolve: { conditions: ${JSON.stringify(own)} },`,
    `  ssr: { resolve: { conditions: ${JSON.stringify(own)} } },`,
    "  test: { globals: true, include: ['src/**/*.{test,spec}.{ts,tsx}'] },",
    '});',
    '',
  ].join('\n');
}
