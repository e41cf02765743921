import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DebugCause, Heal, SourceLocation } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runVitest } from '../support/run-process.ts';
import { failingProject } from './support/failing-project.ts';
import { healingProject, missingAwait } from './support/healing-project.ts';
import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

/** What `debug-execution --json` says. */
interface Report {
  readonly failedTests: number;
  readonly causes: readonly (DebugCause & {
    readonly fixes: readonly {
      readonly kind: string;
      readonly risk: string;
      readonly summary: string;
      readonly location?: SourceLocation;
      readonly command?: string;
      readonly diff?: string;
    }[];
    readonly incidents: readonly { readonly similarity: number; readonly times: number; readonly told: string }[];
  })[];
  readonly heals?: readonly (Heal & { readonly diff: string })[];
}

describe('tests that fail for nine reasons', () => {
  let project: TinyProject;
  let report: Report;
  beforeAll(async () => {
    project = failingProject();
    await runVitest([], { cwd: project.root });
    report = await project.e2eJson<Report>(['debug-execution']);
  });
  afterAll(() => project.remove());

  const causeOf = (name: string): Report['causes'][number] => {
    const found = report.causes.find(({ cause }) => cause === name);
    expect(found, `a cause of the class ${name}`).toBeDefined();
    return found as Report['causes'][number];
  };

  test('each is told apart, though nearly all surface as assertions', () => {
    expect(report.causes.map(({ cause, tests }) => `${cause} ${tests.length}`).toSorted()).toEqual([
      'authentication 1',
      'authorization 1',
      'database 1',
      'not-found 1',
      'rate-limit 1',
      'script-error 2',
      'server 1',
      'syntax 0',
      'validation 1',
    ]);
  });

  test.each([
    ['authentication', 'answered-request', 'tests/api.test.ts', 'Sign in before this request'],
    ['authorization', 'answered-request', 'tests/api.test.ts', '`GET /admin`'],
    ['not-found', 'answered-request', 'tests/api.test.ts', '`GET /ordes`'],
    ['validation', 'answered-request', 'tests/api.test.ts', 'Send `email` in `GET /orders`'],
    ['rate-limit', 'fewer-workers', 'tests/api.test.ts', 'Run with one worker'],
    ['server', 'answered-request', 'tests/api.test.ts', 'log of the service at the time of `GET /pay`'],
    ['database', 'answered-request', 'tests/database.test.ts', 'Give this test data of its own'],
    ['script-error', 'broken-fixture', 'tests/fixture.test.ts', 'Mend the fixture "account"'],
  ])('%s: what to do, and where', (name, kind, file, words) => {
    const [fix] = causeOf(name).fixes;
    expect(fix).toMatchObject({ risk: 'medium', location: { file }, summary: expect.stringContaining(words) });
    expect([kind, 'sign-in']).toContain(fix?.kind);
  });

  test('the broken fixture is told by its line, with the value that was missing', () => {
    expect(causeOf('script-error').fixes).toMatchObject([
      { location: { line: 6 } },
      { kind: 'undefined-value', summary: 'Find out why `session.user` was undefined here.', location: { line: 6 } },
    ]);
  });

  test('the import that leads nowhere comes with the file of nearly that name, as a diff', () => {
    const { fixes, outsideTests } = causeOf('syntax');
    expect(outsideTests).toBe(true);
    expect(fixes).toMatchObject([{ kind: 'missing-import', location: { file: 'tests/import.test.ts', line: 2 } }]);
    expect(fixes[0]?.diff).toContain(
      "-import { centsOf } from '../src/monye';\n+import { centsOf } from '../src/money';",
    );
  });

  test('at a glance: a line and an action for each cause, none wider than 100', async () => {
    const { exitCode, stdout } = await project.e2e(['debug-execution']);
    expect(exitCode).toBe(1);
    const [head = '', mine, blank, ...lines] = stdout.trimEnd().split('\n');
    expect([head, mine, blank]).toEqual([
      expect.stringContaining('9 tests failed, 0 flaky, 9 causes (vitest'),
      expect.stringMatching(/^(?:Yours|Not yours|Unclear)/u),
      '',
    ]);
    expect(lines).toHaveLength(2 * report.causes.length + 2);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines[0]).toMatch(/^1\. 2 tests +Script error: .* tests\/fixture\.test\.ts:6$/u);
    expect(stdout).not.toContain('\u001B');
  });

  test('one cause in full, by number and by signature', async () => {
    const signature = report.causes[0]?.signature ?? '';
    const [byNumber, bySignature] = [
      await project.e2e(['debug-execution', '1']),
      await project.e2e(['debug-execution', signature.slice(0, 8)]),
    ];
    expect(byNumber.stdout).toContain('Fix (medium risk, tests/fixture.test.ts:6): Mend the fixture "account"');
    expect(bySignature.stdout).toBe(byNumber.stdout);
    const [{ runId }] = (await project.e2eJson<{ runs: [{ runId: string }] }>(['history', 'list'])).runs;
    const byRun = await project.e2e(['debug-execution', '1', '--run', runId.slice(0, 20)]);
    expect(byRun.stdout).toBe(byNumber.stdout);
    const none = await project.e2e(['debug-execution', '99']);
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('(1 to 9)')]);
  });

  test('Markdown for a job summary links the lines', async () => {
    const env = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'ada/tiny' };
    const { stdout } = await project.e2e(['debug-execution', '--format', 'markdown'], { env });
    const commit = project.git('rev-parse', 'HEAD').trim();
    expect(stdout).toContain('### 9 tests failed, 0 flaky, 9 causes');
    expect(stdout).toContain(
      `[\`tests/fixture.test.ts:6\`](https://github.com/ada/tiny/blob/${commit}/tests/fixture.test.ts#L6)`,
    );
    expect(stdout.match(/<details>/gu)).toHaveLength(9);
    expect(stdout).toContain('```diff\n--- a/tests/import.test.ts');
  });

  test('GitHub annotations lie on the lines that failed', async () => {
    const { stdout } = await project.e2e(['debug-execution', '--format', 'github']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(9);
    expect(lines.every((line) => line.startsWith('::error file=tests/'))).toBe(true);
    expect(stdout).toMatch(/^::error file=tests\/import\.test\.ts,line=2,col=\d+,title=Code could not be loaded/mu);
  });

  test('a folder for coding agents: a task for each cause; what is over goes, and nothing else', async () => {
    const folder = join(project.root, 'tasks');
    expect(await project.e2e(['debug-execution', '--agent-dir', 'tasks'])).toMatchObject({ exitCode: 1 });
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      readonly tasks: readonly {
        readonly file: string;
        readonly files: readonly string[];
        readonly verify: string[];
      }[];
    };
    expect(readdirSync(folder).toSorted()).toEqual(
      ['manifest.json', ...manifest.tasks.map(({ file }) => file)].toSorted(),
    );
    const [task] = manifest.tasks;
    expect(task).toMatchObject({
      files: ['tests/fixture.test.ts'],
      verify: ['npx vitest run tests/fixture.test.ts', 'npx e2e debug-execution'],
    });
    const text = readFileSync(join(folder, task?.file ?? ''), 'utf8');
    for (const part of [
      '## Task',
      '## Evidence',
      '## Files to look at',
      '## How to verify',
      'evidence, and no instruction',
    ])
      expect(text).toContain(part);
    writeFileSync(join(folder, 'mine.md'), 'mine');
    await project.e2e(['debug-execution', '2', '--agent-dir', 'tasks']);
    expect(readdirSync(folder)).toHaveLength(3);
    expect(existsSync(join(folder, 'mine.md'))).toBe(true);
  });

  test('a folder of somebody else is refused', async () => {
    mkdirSync(join(project.root, 'notes'));
    writeFileSync(join(project.root, 'notes/manifest.json'), '{}');
    const { exitCode, stderr } = await project.e2e(['debug-execution', '--agent-dir', 'notes']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('notes holds files of somebody else')]);
    expect(readdirSync(join(project.root, 'notes'))).toEqual(['manifest.json']);
  });

  test('--apply-fix changes nothing when all fixes need a person', async () => {
    const { stdout } = await project.e2e(['debug-execution', '--apply-fix']);
    expect(stdout).toContain('No cause has a fix of low risk');
    expect(project.git('status', '--porcelain', '--', 'src', 'tests')).toBe('');
  });
});

describe('--apply-fix', () => {
  let project: TinyProject;
  let executed: string;
  beforeAll(async () => {
    project = healingProject({
      'vitest.config.ts': wiredVitest,
      'tests/saves.test.ts': missingAwait,
      // Awaiting is right here too, and does not mend it.
      'tests/wrong.test.ts': `import { expect, test } from 'vitest';

async function load(): Promise<void> {
  await Promise.resolve();
}

test('loads', () => {
  load();
  expect(1 + 1).toBe(3);
});
`.replace("test('loads', ()", "test('loads', async ()"),
    });
    executed = (await project.e2e(['autonomous-run', '--no-healing', '--no-stress', '--no-retry'])).stdout;
  });
  afterAll(() => project.remove());

  test('autonomous-run ends with the same list', async () => {
    const { stdout } = await project.e2e(['debug-execution']);
    const [, list = 'no list'] = stdout.split('\n\n');
    expect(list).toMatch(/^1\. 1 test {2}.*\n {3}.* → .*\n2\. /u);
    expect(executed).toContain(list);
  });

  test('--dry-run shows the diffs of low risk and writes nothing', async () => {
    const { stdout } = await project.e2e(['debug-execution', '--apply-fix', '--dry-run']);
    expect(stdout).toContain('-  save();\n+  await save();');
    expect(stdout).toContain('-  load();\n+  await load();');
    expect(project.git('status', '--porcelain')).toBe('');
  });

  test('an edited file is refused before anything is written', async () => {
    project.write('tests/saves.test.ts', `${missingAwait}// mine\n`);
    const { exitCode, stderr } = await project.e2e(['debug-execution', '--apply-fix']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('uncommitted changes, so nothing was fixed')]);
    project.write('tests/saves.test.ts', missingAwait);
  });

  test('keeps what runs prove, takes back what they do not, and remembers both', async () => {
    const { heals } = await project.e2eJson<Report>(['debug-execution', '--apply-fix', '--confidence', '0.8']);
    expect(heals?.map(({ file, outcome }) => `${file} ${outcome}`).toSorted()).toEqual([
      'tests/saves.test.ts accepted',
      'tests/wrong.test.ts rejected',
    ]);
    expect(project.read('tests/saves.test.ts')).toContain('  await save();');
    expect(project.read('tests/wrong.test.ts')).toContain('\n  load();');
    const { total } = await project.e2eJson<{ readonly total: unknown }>(['healing-stats']);
    expect(total).toMatchObject({ attempts: 2, proved: 1, rejected: 1 });
  });

  test('what only says how fixes are applied is refused alone', async () => {
    const { exitCode, stderr } = await project.e2e(['debug-execution', '--budget', '5m']);
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('Expected `--budget` together with `--apply-fix`.'),
    ]);
  });
});

describe('what was seen before', () => {
  let project: TinyProject;
  const source = (sum: string): string => `export const total = (a: number, b: number): number => a ${sum} b;\n`;
  beforeAll(() => {
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'src/total.ts': source('+'),
      'tests/total.test.ts':
        "import { expect, test } from 'vitest';\nimport { total } from '../src/total';\ntest('adds', () => expect(total(2, 3)).toBe(5));\n",
    });
  });
  afterAll(() => project.remove());

  test('the same failure, with the commit that ended it', async () => {
    const run = (): Promise<unknown> => runVitest([], { cwd: project.root });
    const commit = (sum: string, subject: string): void => {
      project.write('src/total.ts', source(sum));
      project.git('commit', '--quiet', '--all', '--message', subject);
    };
    await run();
    commit('-', 'Rename a variable');
    await run();
    commit('+', 'Add again');
    await run();
    commit('-', 'Tidy up');
    await run();
    const { causes } = await project.e2eJson<Report>(['debug-execution']);
    expect(causes[0]?.incidents).toMatchObject([
      { similarity: 1, times: 1, told: expect.stringMatching(/^Ended with [0-9a-f]{10} "Add again"\.$/u) },
    ]);
    const { stdout } = await project.e2e(['debug-execution', '1']);
    expect(stdout).toMatch(/Before, \d{4}-\d\d-\d\d, the same: Ended with [0-9a-f]{10} "Add again"\./u);
  });
});
