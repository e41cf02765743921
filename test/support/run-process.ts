import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { repositoryRoot } from './scratch-project.ts';

/** How a process ended and what it printed, without colours. */
export interface ProcessResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Receives the running process, to signal it half-way. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void, whenPrinted: (text: string) => Promise<void>) => void;
}

const e2eProgram = join(repositoryRoot, 'packages/cli/dist/bin.js');

/** Runs the built `e2e` as a user would. */
export function runE2e(args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return runNode([e2eProgram, ...args], options);
}

/** Runs the project's own Playwright. */
export function runPlaywright(args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return runNode([join(repositoryRoot, 'node_modules/@playwright/test/cli.js'), 'test', ...args], options);
}

/** Runs the project's own Vitest once. */
export function runVitest(args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return runNode([join(repositoryRoot, 'node_modules/vitest/vitest.mjs'), 'run', ...args], options);
}

/** Runs the built `e2e` at a terminal of its own (Linux) and types a line when it has asked. Returns all that the terminal showed. */
export function runE2eAtTerminal(
  args: readonly string[],
  { cwd, asked, answer }: { readonly cwd: string; readonly asked: string; readonly answer: string },
): Promise<string> {
  const command = [process.execPath, e2eProgram, ...args].map((word) => `'${word}'`).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
      cwd,
      env: { ...environmentOf(), TERM: 'xterm' },
    });
    let shown = '';
    let isAnswered = false;
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (isAnswered || !shown.includes(asked)) return;
      isAnswered = true;
      child.stdin.write(`${answer}\n`);
    });
    child.on('error', reject);
    child.on('close', () => resolve(shown));
  });
}

/** Runs a program under this Node with a clean environment: no CI, no colours, none of the test runner's own variables. */
export function runNode(args: readonly string[], options: ProcessOptions): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args], {
      cwd: options.cwd,
      env: environmentOf(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    const waiting: { text: string; done: () => void }[] = [];
    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      printed[stream] += chunk.toString();
      for (const wait of waiting) if ((printed.stdout + printed.stderr).includes(wait.text)) wait.done();
    };
    child.stdout.on('data', take('stdout'));
    child.stderr.on('data', take('stderr'));
    child.on('error', reject);
    child.on('close', (exitCode, signal) => resolve({ exitCode, signal, ...printed }));
    options.onStart?.(
      (signal) => void child.kill(signal),
      (text) => new Promise((done) => waiting.push({ text, done })),
    );
  });
}

function environmentOf(extra: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:CI|GITHUB_.*|VITEST.*|NODE_OPTIONS|NODE_ENV|FORCE_COLOR|MILLWRIGHT.*|SHOP_.*|TEST)$/.test(name),
  );
  return { ...Object.fromEntries(kept), NO_COLOR: '1', ...extra };
}
