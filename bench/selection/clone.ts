import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A copy of a repository in which commits can be checked out, with the packages that are installed in the original. */
export interface Clone {
  readonly root: string;
  readonly git: (...args: readonly string[]) => Promise<string>;
}

/** Clones a repository, and links what is installed and built there; packages of its own workspace become those of the clone. */
export async function cloneRepository(repository: string): Promise<Clone> {
  const origin = realpathSync(repository);
  const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'millwright-selection-'))), 'repository');
  await run('git', ['clone', '--quiet', '--shared', '--no-checkout', origin, root]);
  const git = async (...args: readonly string[]): Promise<string> =>
    (
      await run('git', ['-c', 'core.quotePath=false', '-c', 'advice.detachedHead=false', ...args], {
        cwd: root,
        maxBuffer: 256 * 1024 * 1024,
      })
    ).stdout;
  const packages = (await git('ls-tree', '-r', '--name-only', 'HEAD'))
    .split('\n')
    .filter((file) => /(?:^|\/)package\.json$/.test(file))
    .map((file) => file.replace(/\/?package\.json$/, ''));
  const tracked = new Set((await git('ls-tree', '-r', '-d', '--name-only', 'HEAD')).split('\n'));
  // A link is no folder to the patterns of .gitignore.
  writeFileSync(join(root, '.git', 'info', 'exclude'), 'node_modules\ndist\nbuild\nlib\n');
  for (const folder of packages) linkInstalled({ origin, root, tracked }, folder);
  return { root, git };
}

function linkInstalled(
  { origin, root, tracked }: { origin: string; root: string; tracked: ReadonlySet<string> },
  folder: string,
): void {
  const from = join(origin, folder, 'node_modules');
  if (existsSync(from)) linkEntries(origin, root, { from, to: join(root, folder, 'node_modules') });
  for (const built of ['dist', 'build', 'lib'])
    if (folder !== '' && existsSync(join(origin, folder, built)) && !tracked.has(join(folder, built)))
      linkOnce(join(origin, folder, built), join(root, folder, built));
}

function linkEntries(origin: string, root: string, { from, to }: { from: string; to: string }): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    if (name.startsWith('.vite') || name === '.cache') continue;
    if (name.startsWith('@') && !lstatSync(source).isSymbolicLink()) {
      linkEntries(origin, root, { from: source, to: join(to, name) });
      continue;
    }
    const target = existsSync(source) ? realpathSync(source) : source;
    const inside = relative(origin, target);
    const isOwn = lstatSync(source).isSymbolicLink() && !inside.startsWith('..') && !inside.includes('node_modules');
    if (name === '.bin') cpSync(source, join(to, name), { recursive: true, verbatimSymlinks: true });
    else linkOnce(isOwn ? join(root, inside) : source, join(to, name));
  }
}

function linkOnce(target: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(join(path, '..'), { recursive: true });
  symlinkSync(target, path);
}
