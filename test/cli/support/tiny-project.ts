import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { type ProcessOptions, type ProcessResult, runE2e } from '../../support/run-process.ts';
import { repositoryRoot } from '../../support/scratch-project.ts';

/** A project of a few files in a git repository of its own. */
export interface TinyProject {
  readonly root: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** Names in a folder; empty when it does not exist. */
  list(path: string): readonly string[];
  git(...args: string[]): string;
  e2e(args: readonly string[], options?: Partial<ProcessOptions>): Promise<ProcessResult>;
  /** Runs `e2e … --json` and parses what it printed; fails with the whole output when that is not one document. */
  e2eJson<T>(
    args: readonly string[],
    options?: Partial<ProcessOptions>,
  ): Promise<T & { readonly exitCode: number | null; readonly stderr: string }>;
  remove(): void;
}

/** A Vitest config with our reporter. */
export const wiredVitest =
  "import { defineConfig } from 'vitest/config';\n\nexport default defineConfig({ test: { include: ['tests/**/*.test.ts'], reporters: ['default', '@millwright/vitest'] } });\n";

/** Writes the files, links the installed packages and commits. */
export function createTinyProject(files: Readonly<Record<string, string>>): TinyProject {
  const root = mkdtempSync(join(tmpdir(), 'millwright-tiny-'));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Millwright', '-c', 'user.email=millwright@example.com', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const all = {
    'package.json': '{ "name": "tiny", "private": true, "type": "module" }\n',
    '.gitignore': 'node_modules\n.millwright\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) write(path, text);
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '-m', 'A tiny project');
  const e2e = (args: readonly string[], options: Partial<ProcessOptions> = {}): Promise<ProcessResult> =>
    runE2e(args, { cwd: root, ...options });
  return {
    root,
    write,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    list: (path) => namesIn(join(root, path)),
    git,
    e2e,
    async e2eJson<T>(args: readonly string[], options: Partial<ProcessOptions> = {}) {
      const result = await e2e(withJson(args), options);
      try {
        return { ...(JSON.parse(result.stdout) as T), exitCode: result.exitCode, stderr: result.stderr };
      } catch (cause) {
        throw new Error(
          `e2e ${args.join(' ')} --json ended with exit code ${String(result.exitCode)}.\n${result.stdout}\n${result.stderr}`,
          { cause },
        );
      }
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A test file whose first `failures` tries refuse a connection; it counts them in a file beside it. */
export function flakingTest(title: string, failures: number): string {
  return `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
const file = new URL('./${title}.tries', import.meta.url);
test('${title}', () => {
  const tries = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  writeFileSync(file, String(tries + 1));
  if (tries < ${failures}) throw new Error('connect ECONNREFUSED 127.0.0.1:3000');
});
`;
}

/** A test file with tests that pass. */
export function passingTests(...titles: readonly string[]): string {
  return `import { expect, test } from 'vitest';\n${titles.map((title) => `test('${title}', () => expect(1 + 1).toBe(2));\n`).join('')}`;
}

/** A test file with one test that fails by an assertion. */
export function failingTest(title: string): string {
  return `import { expect, test } from 'vitest';\ntest('${title}', () => expect(1 + 1).toBe(3));\n`;
}

/** What follows `--` is the runner's. */
function withJson(args: readonly string[]): readonly string[] {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return [...args.slice(0, end), '--json', ...args.slice(end)];
}
