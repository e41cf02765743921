import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { QuarantineEntry, QuarantineFinding } from '@millwright/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type ProcessResult, runE2e } from '../support/run-process.ts';
import { type VitestProject, createVitestProject } from '../vitest/support/vitest-project.ts';
import { quarantineText, rememberRuns } from './quarantined-project.ts';

const files = {
  'src/a.test.ts': `import { describe, expect, test } from 'vitest';
const fails = (name: string) => (process.env.FAIL ?? '').split(',').includes(name);
describe('cart', () => {
  test('adds', () => { expect(fails('adds')).toBe(false); });
  test('breaks', () => { expect(fails('breaks')).toBe(false); });
});
test('other', () => { expect(fails('other')).toBe(false); });
`,
};
const named = (...titlePath: string[]) => ({ runner: 'vitest', file: 'src/a.test.ts', titlePath });
const [adds, breaks, other] = [named('cart', 'adds'), named('cart', 'breaks'), named('other')];
const addsName = 'src/a.test.ts > cart > adds';

interface Listed {
  readonly entries: readonly (QuarantineEntry & {
    readonly name: string;
    readonly state: string;
    readonly flaked: string;
  })[];
}

describe('e2e quarantine', () => {
  let project: VitestProject;
  const e2e = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ProcessResult> =>
    runE2e(args, { cwd: project.root, env });
  const add = (name: string, ...more: readonly string[]): Promise<ProcessResult> =>
    e2e(['quarantine', 'add', '--test', name, '--reason', 'it races', '--owner', '@shop', ...more]);
  const document = async <T>(...args: readonly string[]): Promise<T> =>
    JSON.parse((await e2e(['quarantine', ...args, '--json'])).stdout) as T;
  const readText = (): string => readFileSync(join(project.root, 'quarantine.json'), 'utf8');
  const write = (text: string): void => writeFileSync(join(project.root, 'quarantine.json'), text);
  const rulesOf = ({ stdout }: ProcessResult): string[] =>
    (JSON.parse(stdout) as { findings: QuarantineFinding[] }).findings.map(
      ({ rule, severity }) => `${severity} ${rule}`,
    );

  beforeAll(async () => {
    project = createVitestProject(files);
    await rememberRuns(project.history(), [adds, other], '....F..F.');
    await rememberRuns(project.history(), [breaks], '...FFFFF');
  });
  afterAll(() => project.remove());

  test('add shows the diff and writes nothing', async () => {
    const shown = await add(addsName, '--issue', 'https://example.com/7', '--expires', '7d');
    expect(shown).toMatchObject({ exitCode: 0 });
    expect(shown.stdout).toContain('+      "issue": "https://example.com/7",');
    expect(shown.stdout).toContain('Nothing is written yet: add `--apply`.');
    expect(readText).toThrow('ENOENT');
    expect(await e2e(['quarantine', 'list'])).toMatchObject({ exitCode: 0, stdout: 'No test is quarantined.\n' });
  });

  test.each<readonly [name: string, args: readonly string[], said: RegExp]>([
    [
      'a broken test',
      ['src/a.test.ts > cart > breaks'],
      /cart > breaks is not quarantined: It failed every attempt of its last 5 runs/u,
    ],
    [
      'a test nobody knows',
      ['src/a.test.ts > cart > ads'],
      /No test is called.*\n.*Do you mean "src\/a\.test\.ts > cart > adds"/su,
    ],
    ['a project that has no such test', [addsName, '--project', 'web'], /not in the project "web"/u],
    ['a day that is over', [addsName, '--expires', '2020-01-01'], /a coming day such as/u],
    ['more than 90 days', [addsName, '--expires', '200d'], /at most 90 days/u],
    ['a budget of nothing', [addsName, '--budget', '0'], /Expected `--budget`/u],
    ['an issue that is no link', [addsName, '--issue', '#7'], /Expected `--issue`/u],
  ])('add refuses %s', async (_, [name = '', ...more], said) => {
    const refused = await add(name, ...more, '--apply');
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toMatch(said);
    expect(readText).toThrow('ENOENT');
  });

  test('add refuses without a reason and an owner', async () => {
    const refused = await e2e(['quarantine', 'add', '--test', addsName, '--owner', '@shop']);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('`--reason`') as string });
  });

  test('what add wrote, the runner forgives, list shows and check passes', async () => {
    expect(await add('src/a.test.ts:3:3 › cart › adds', '--apply')).toMatchObject({ exitCode: 0 });
    const failed = await project.run([], { env: { FAIL: 'adds' } });
    expect(failed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(`forgiven: ${addsName}`) as string });
    const { entries } = await document<Listed>('list');
    expect(entries).toMatchObject([
      { name: addsName, state: 'active', daysLeft: 14, ledger: { runs: 1, failedRuns: 1 }, release: { proved: false } },
    ]);
    expect((await e2e(['quarantine', 'list'])).stdout).toMatch(
      /flaked in every run .* since: 1 failed, .*\n.*good runs in a row/u,
    );
    const checked = await e2e(['quarantine', 'check', '--json']);
    expect(checked).toMatchObject({ exitCode: 0 });
    expect(rulesOf(checked)).toEqual([]);
  });

  test('a renewal keeps the beginning, so that it cannot go on for ever', async () => {
    const [before] = (await document<Listed>('list')).entries;
    await add(addsName, '--expires', '20d', '--apply');
    const [after] = (await document<Listed>('list')).entries;
    expect(after).toMatchObject({ since: before?.since, flakeRatio: before?.flakeRatio, daysLeft: 20 });
  });

  test('autonomous-run forgives it, too, and nothing else', async () => {
    const carryOut = (fail: string, env: Readonly<Record<string, string>> = {}): Promise<ProcessResult> =>
      e2e(['autonomous-run', '--no-retry', '--no-healing'], { FAIL: fail, ...env });
    await e2e(['plan-strategy', '--name', 'all']);
    const forgiven = await carryOut('adds');
    expect(forgiven.stderr).toContain(`forgiven: ${addsName}`);
    expect(forgiven).toMatchObject({ exitCode: 0 });
    expect(await carryOut('adds,other')).toMatchObject({ exitCode: 1 });
    await project.run();
    expect(await carryOut('adds', { MILLWRIGHT_QUARANTINE: 'off' })).toMatchObject({ exitCode: 1 });
  });

  test('the cap holds', async () => {
    write(readText().replace('"owner": 5', '"owner": 1'));
    const refused = await add('src/a.test.ts > other', '--apply');
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('the cap of an owner is 1') as string,
    });
  });

  test('release: what is not proved stays, what is proved goes, and a person may decide', async () => {
    const unproved = await e2e(['quarantine', 'release', '--apply']);
    expect(unproved).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/not proved .*\nNothing to change/u) as string,
    });
    expect(await e2e(['quarantine', 'release', '--test', addsName, '--apply'])).toMatchObject({ exitCode: 0 });
    expect((await document<Listed>('list')).entries).toEqual([]);
    await rememberRuns(project.history(), [other], '.'.repeat(12));
    write(quarantineText([adds, other], { flakeRatio: 0.3 }));
    const released = await document<{ released: QuarantineEntry[] }>('release', '--apply');
    expect(released.released.map(({ titlePath }) => titlePath)).toEqual([['other']]);
    expect((await document<Listed>('list')).entries.map(({ name }) => name)).toEqual([addsName]);
  });

  test.each<readonly [name: string, text: string, rules: readonly string[]]>([
    ['expired', quarantineText([adds], { since: '2026-01-01', expires: '2026-01-15' }), ['error expired']],
    ['of no test', quarantineText([named('cart', 'gone')]), ['error unknown-test']],
    ['too expensive', quarantineText([adds], { budget: { failedRuns: 1 } }), ['error over-budget']],
    [
      'too many of one owner',
      quarantineText([adds, other]).replace('"owner": 5', '"owner": 1'),
      ['error owner-cap', 'warning proved-good'],
    ],
  ])('check tells of an entry that is %s', async (_, text, rules) => {
    write(text);
    const checked = await e2e(['quarantine', 'check', '--json']);
    expect(checked).toMatchObject({ exitCode: 1 });
    expect(rulesOf(checked)).toEqual(rules);
  });

  test('a damaged file is refused', async () => {
    write('{');
    const refused = await e2e(['quarantine', 'check']);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('forgives nothing') as string });
  });
});
