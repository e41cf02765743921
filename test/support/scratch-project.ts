import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** The repository's top folder. */
export const repositoryRoot: string = resolve(import.meta.dirname, '../..');

const leftBehind = new Set(['node_modules', '.millwright', 'test-results', 'playwright-report', 'dist-ui', '.git']);

/** The tests of the trial of healing are not those of the project: only who asks for them gets them. */
const trialFolders = new Set(['trial', '.trial']);

/** A copy of a fixture project in a git repository of its own, outside this one. */
export interface ScratchProject {
  /** Absolute path. */
  readonly root: string;
  /** Runs git there and returns what it printed. */
  git(...args: string[]): string;
  /** Applies one of the fixture's patches and commits it. Returns the commit's hash. */
  commitPatch(name: string): string;
  remove(): void;
}

/** Copies `fixtures/projects/<name>` to a temporary folder, links the packages of `nodeModules`, and makes a first commit. */
export function createScratchProject(
  name: string,
  parent: string = mkdtempSync(join(tmpdir(), 'millwright-')),
  nodeModules: string = join(repositoryRoot, 'node_modules'),
  { withTrial = false }: { readonly withTrial?: boolean } = {},
): ScratchProject {
  const root = join(parent, name);
  cpSync(join(repositoryRoot, 'fixtures/projects', name), root, {
    recursive: true,
    filter: (path) => !leftBehind.has(basename(path)) && (withTrial || !trialFolders.has(basename(path))),
  });
  symlinkSync(nodeModules, join(root, 'node_modules'), 'junction');
  if (!existsSync(join(root, '.gitignore'))) {
    writeFileSync(join(root, '.gitignore'), 'node_modules\n.millwright\ntest-results\nplaywright-report\ndist-ui\n');
  }
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...gitIdentity },
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'The project as it began');
  return {
    root,
    git,
    commitPatch(patch) {
      git('apply', '--index', join(root, 'commits', patch));
      git('commit', '--quiet', '-m', patch.replace(/^\d+-|\.patch$/g, '').replaceAll('-', ' '));
      return git('rev-parse', 'HEAD').trim();
    },
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

const gitIdentity = {
  GIT_AUTHOR_NAME: 'Millwright',
  GIT_AUTHOR_EMAIL: 'millwright@example.com',
  GIT_COMMITTER_NAME: 'Millwright',
  GIT_COMMITTER_EMAIL: 'millwright@example.com',
} as const;
