import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Attempt, Run } from '@millwright/core';
import { type HistoryStore, openHistory } from '@millwright/history';

import { findChromium } from '../support/chromium.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** How one invocation of Playwright ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Invocation {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** False runs the same without our reporter. */
  readonly withReporter?: boolean;
  /** Called as soon as stdout contains the text. */
  readonly onOutput?: { readonly text: string; act(child: ChildProcess): void };
  /** After this the process is killed; two minutes by default. */
  readonly timeoutMs?: number;
  /** `merge-reports` and its like, instead of `test`. */
  readonly command?: string;
}

/** A Playwright project in a temporary folder. */
export interface PlaywrightProject {
  readonly dir: string;
  write(files: Readonly<Record<string, string>>): void;
  run(invocation?: Invocation): Promise<Ending>;
  history(): HistoryStore;
  readRuns(): Promise<Run[]>;
  remove(): void;
}

/** Options for the Chromium of this machine, so that no browser needs to be downloaded. */
export const chromiumUse = `launchOptions: { executablePath: ${JSON.stringify(findChromium())}, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] }`;

export interface ProjectOptions {
  /** Source text of the config's members beside `reporter`. */
  readonly config?: string;
  /** Source text of our reporter's options. */
  readonly options?: string;
  /** The folder whose packages the project uses; the repository's by default. */
  readonly nodeModules?: string;
  /** How the name of the project's folder begins. */
  readonly folder?: string;
}

/** Writes a project whose config takes our reporter in only when `WITH_MILLWRIGHT` is set. */
export function createPlaywrightProject(
  files: Readonly<Record<string, string>>,
  options: ProjectOptions = {},
): PlaywrightProject {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), options.folder ?? 'millwright-pw-')));
  symlinkSync(options.nodeModules ?? path.join(repository, 'node_modules'), path.join(dir, 'node_modules'), 'dir');
  const write = (texts: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(texts)) {
      mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
      writeFileSync(path.join(dir, name), text);
    }
  };
  write({ 'playwright.config.ts': configText(options), ...files });
  const history = (): HistoryStore => openHistory({ dir: path.join(dir, '.millwright'), root: dir });
  return {
    dir,
    write,
    run: (invocation = {}) => runPlaywright(dir, invocation),
    history,
    async readRuns() {
      const runs: Run[] = [];
      for await (const run of history().readRuns()) runs.push(run);
      return runs;
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function configText({ config = '', options = '{}' }: ProjectOptions): string {
  return `import { defineConfig } from '@playwright/test';
const extra = process.env.EXTRA_REPORTER ? [[process.env.EXTRA_REPORTER]] : [];
const ours = process.env.WITH_MILLWRIGHT ? [['@millwright/playwright', ${options}]] : [];
export default defineConfig({ workers: 1, reporter: [['list'], ...extra, ...ours] as never, ${config} });
`;
}

function runPlaywright(dir: string, invocation: Invocation): Promise<Ending> {
  const { args = [], env = {}, withReporter = true, onOutput, command = 'test', timeoutMs = 120_000 } = invocation;
  // Variables of the test runner and of CI that surround this process must not reach the one under test.
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:VITEST|NODE_OPTIONS|NODE_ENV|CI$|GITHUB_|GITLAB_|MILLWRIGHT|FORCE_COLOR|NO_COLOR|TEST$)/.test(name),
    ),
  );
  const child = spawn(process.execPath, [path.join(dir, 'node_modules/@playwright/test/cli.js'), command, ...args], {
    cwd: dir,
    env: { ...clean, ...(withReporter ? { WITH_MILLWRIGHT: '1' } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let acted = false;
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
    if (!acted && onOutput && stdout.includes(onOutput.text)) {
      acted = true;
      onOutput.act(child);
    }
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
  });
}

/** Output without what differs from run to run. */
export function timeless(text: string): string {
  return text.replace(/\(?\b\d+(?:\.\d+)?(?:ms|s|m)\b\)?/g, '<time>').replace(/blob-report\S*|pid=\d+/g, '<name>');
}

/** `title:status` of every attempt, with `#retry` from the first retry on, in the order of their start. */
export function attemptLines(run: Run | undefined): string[] {
  const titles = new Map(
    run?.tests.map((test) => [test.id, `${test.project ? `[${test.project}] ` : ''}${test.titlePath.join(' › ')}`]),
  );
  return (run?.attempts ?? []).map(
    (attempt) =>
      `${titles.get(attempt.testId)}${attempt.repeat > 0 ? `~${attempt.repeat}` : ''}${attempt.retry > 0 ? `#${attempt.retry}` : ''}: ${attempt.status}`,
  );
}

/** The first attempt of the test with this title. */
export function attemptOf(run: Run | undefined, title: string, retry = 0): Attempt | undefined {
  const test = run?.tests.find((entry) => entry.titlePath.at(-1) === title);
  return run?.attempts.find((attempt) => attempt.testId === test?.id && attempt.retry === retry);
}
