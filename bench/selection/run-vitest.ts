import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a run of Vitest says of one test file. */
export interface FileResult {
  readonly file: string;
  readonly durationMs: number;
  /** Full name → whether it passed; empty when the file could not be loaded. */
  readonly tests: ReadonlyMap<string, boolean>;
}

interface JsonReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Runs the whole suite of a folder; undefined when Vitest wrote no report. */
export async function runVitest(
  root: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<readonly FileResult[] | undefined> {
  const report = join(root, '..', 'report.json');
  rmSync(report, { force: true });
  await startVitest(root, ['run', '--reporter=json', `--outputFile=${report}`, ...args], timeoutMs);
  if (!existsSync(report)) return undefined;
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JsonReport;
  return testResults.map(({ name, startTime, endTime, assertionResults }) => ({
    file: relative(realpathSync(root), name).replaceAll('\\', '/'),
    durationMs: Math.max(0, endTime - startTime),
    tests: new Map(
      assertionResults
        .filter(({ status }) => status === 'passed' || status === 'failed')
        .map(({ fullName, status }) => [fullName, status === 'passed']),
    ),
  }));
}

/** The test files that `vitest related`-like flags choose, as Vitest itself says; undefined when it cannot tell. */
export async function listVitest(root: string, args: readonly string[]): Promise<readonly string[] | undefined> {
  const report = join(root, '..', 'list.json');
  rmSync(report, { force: true });
  await startVitest(root, ['list', '--filesOnly', `--json=${report}`, ...args], 120_000);
  if (!existsSync(report)) return undefined;
  const listed = JSON.parse(readFileSync(report, 'utf8')) as readonly { readonly file: string }[];
  return [...new Set(listed.map(({ file }) => relative(realpathSync(root), file).replaceAll('\\', '/')))];
}

function startVitest(root: string, args: readonly string[], timeoutMs: number): Promise<void> {
  const unwanted = /^(?:VITEST.*|NODE_OPTIONS|MILLWRIGHT.*)$/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !unwanted.test(key)));
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
      cwd: root,
      env,
      stdio: 'ignore',
      timeout: timeoutMs,
    });
    child.on('error', fail);
    child.on('close', () => done());
  });
}
