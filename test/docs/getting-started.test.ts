import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { freePort } from '../support/free-port.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { missingLineOf, parseTutorial } from './tutorial.ts';

const steps = parseTutorial(readFileSync(join(repositoryRoot, 'docs/getting-started.md'), 'utf8'));

describe('docs/getting-started.md does what it says', () => {
  let parent: string;
  let root: string;
  let env: NodeJS.ProcessEnv;
  /** What the commands since the last file or excerpt printed. */
  let printed = '';
  let broken = false;

  beforeAll(async () => {
    parent = mkdtempSync(join(tmpdir(), 'millwright-tutorial-'));
    root = join(parent, 'corner-shop');
    mkdirSync(root);
    const bin = writeNpx(parent);
    env = environmentOf({
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      PORT: String(await freePort()),
      GIT_AUTHOR_NAME: 'Reader',
      GIT_AUTHOR_EMAIL: 'reader@example.com',
      GIT_COMMITTER_NAME: 'Reader',
      GIT_COMMITTER_EMAIL: 'reader@example.com',
    });
    // What the tutorial's `npm install` lines would bring is installed in this repository, unpublished packages included.
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  test.each(steps.map((step) => [titleOf(step), step] as const))('%s', async (_title, step) => {
    // After the first surprise the rest says nothing of its own.
    expect(broken, 'a step before this one failed').toBe(false);
    broken = true;
    if (step.kind === 'write') {
      mkdirSync(dirname(join(root, step.file)), { recursive: true });
      writeFileSync(join(root, step.file), step.text);
      printed = '';
    } else if (step.kind === 'expect') {
      expect(missingLineOf(step.excerpt, printed), `is not in what was printed:\n${printed}`).toBeUndefined();
      printed = '';
    } else if (!step.command.startsWith('npm install ')) {
      const result = await shell(step.command, { cwd: root, env });
      expect(result.exitCode, `${step.command}\n${result.output}`).toBe(step.exitCode);
      printed += result.output;
    }
    broken = false;
  });
});

describe('a tutorial that drifted is noticed', () => {
  test('files, commands with their exit codes and outputs are read from the page', () => {
    const page = [
      '`src/a.js`',
      '',
      '```js',
      'a();',
      '```',
      '',
      '```sh',
      'npx e2e doctor # exits with 2',
      '```',
      '',
      '```text',
      'ok  …',
      '```',
    ].join('\n');
    expect(parseTutorial(page)).toEqual([
      { kind: 'write', line: 3, file: 'src/a.js', text: 'a();\n' },
      { kind: 'run', line: 8, command: 'npx e2e doctor', exitCode: 2 },
      { kind: 'expect', line: 11, excerpt: ['ok  …'] },
    ]);
  });

  test.each([
    { name: 'all there, with others between', excerpt: ['a …', 'c'], output: 'a 1\nb\nc', missing: undefined },
    { name: 'gone', excerpt: ['a …', 'd'], output: 'a 1\nb\nc', missing: 'd' },
    { name: 'in another order', excerpt: ['c', 'a …'], output: 'a 1\nb\nc', missing: 'a …' },
    { name: 'more on the line than told', excerpt: ['a'], output: 'a 1', missing: 'a' },
    { name: 'signs of patterns taken literally', excerpt: ['(1 %)'], output: '(1 %)', missing: undefined },
  ])('an excerpt: $name', ({ excerpt, output, missing }) => {
    expect(missingLineOf(excerpt, output)).toBe(missing);
  });

  test('a block of no known kind is refused', () => {
    expect(() => parseTutorial('```yaml\na: 1\n```')).toThrow('Line 1');
  });
});

function titleOf(step: (typeof steps)[number]): string {
  const what =
    step.kind === 'write'
      ? `write ${step.file}`
      : step.kind === 'run'
        ? step.command
        : `prints ${step.excerpt[0] ?? ''}`;
  return `line ${step.line}: ${what}`;
}

/** The environment of someone at a terminal: no CI, no colours, nothing of the test runner around us. */
function environmentOf(extra: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:CI|GITHUB_.*|VITEST.*|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|MILLWRIGHT.*|SHOP_.*|TEST)$/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...extra };
}

/** An `npx` that starts the built CLI for `e2e`, and the project's own programs for everything else, without a registry. */
function writeNpx(parent: string): string {
  const bin = join(parent, 'bin');
  mkdirSync(bin);
  const lines = [
    '#!/bin/sh',
    'tool=$1; shift',
    `if [ "$tool" = e2e ]; then exec '${process.execPath}' '${join(repositoryRoot, 'packages/cli/dist/bin.js')}' "$@"; fi`,
    'exec "node_modules/.bin/$tool" "$@"',
    '',
  ];
  writeFileSync(join(bin, 'npx'), lines.join('\n'));
  chmodSync(join(bin, 'npx'), 0o755);
  symlinkSync(process.execPath, join(bin, 'node'));
  return bin;
}

/** Runs one line of the tutorial and takes what it prints on both streams, in the order in which it came. */
function shell(
  command: string,
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ exitCode: number; output: string }> {
  return new Promise((resolve) => {
    execFile('/bin/sh', ['-c', `exec 2>&1; ${command}`], { ...options, maxBuffer: 16_000_000 }, (error, stdout) => {
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, output: stdout });
    });
  });
}
