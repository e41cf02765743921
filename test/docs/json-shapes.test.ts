import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { runE2e, runVitest } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { driftOf, parseJsonPage, unseenOf } from './json-page.ts';

type Document = Readonly<Record<string, unknown>>;

const page = parseJsonPage(readFileSync(join(repositoryRoot, 'docs/json.md'), 'utf8'));

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "small", "private": true, "type": "module" }',
  '.gitignore': 'node_modules\n',
  'vitest.config.ts':
    "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { include: ['src/**/*.test.ts'] } });\n",
  // No runner config that `init` can edit: it must say so.
  'playwright.config.ts': "import { base } from './base';\nexport default base();\n",
  'src/price.ts': 'export const withTax = (price: number): number => (price > 0 ? price * 1.19 : 0);\n',
  'src/api.ts': [
    "import express, { type Request, type Response } from 'express';",
    "import { withTax } from './price';",
    'interface Price { net: number }',
    'interface Taxed { gross: number }',
    'export const app = express();',
    "app.post('/prices', (request: Request<unknown, Taxed, Price>, response: Response<Taxed>) => { response.json({ gross: withTax(request.body.net) }); });",
    '',
  ].join('\n'),
  'src/price.test.ts': [
    "import { expect, test } from 'vitest';",
    "import { withTax } from './price';",
    "test('POST /prices adds the tax', () => {",
    "  const ask = () => fetch('/prices', { method: 'POST' });",
    "  expect(ask).toBeTypeOf('function');",
    '  expect(withTax(100)).toBe(119);',
    '});',
    "test('adds fractions', () => { const sum = 0.1 + 0.2; expect(sum).toBe(0.3); });",
    '',
  ].join('\n'),
  // What its code shows is a hint for the lab, and its wait has a fix that a person has to judge.
  'src/day.test.ts': [
    "import { expect, test } from 'vitest';",
    "test('today is no sunday', async () => {",
    '  await new Promise((resolve) => setTimeout(resolve, 5));',
    '  expect(new Date().getDay()).toBeGreaterThan(-1);',
    '});',
    // One test of this file runs by lot when the change concerns another, and one is skipped.
    "test('a week', () => { expect([1, 2, 3, 4, 5, 6, 7]).toHaveLength(7); });",
    '',
  ].join('\n'),
};

/** Command lines for each section of the page, in an order in which each finds what it needs. */
const variants: readonly (readonly [command: string, ...lines: (readonly string[])[]])[] = [
  ['manifest', []],
  ['manifest --services', []],
  [
    'plan-strategy',
    ['--name', 'quick', '--budget', '1ms', '--objective', 'failures'],
    ['--name', 'all'],
    ['--select', 'safe', '--changed-since', 'HEAD~1'],
  ],
  ['simulate', ['--budget', '1ms'], ['--budget-ratio', '0.5']],
  ['timings', []],
  ['autonomous-run', ['--parallel', '1']],
  ['predictions', []],
  ['analyze-flaky', [], ['--fix', '--dry-run'], ['--fix', '--apply', '--verify', '--budget', '1ms', '--force']],
  [
    'flake-lab',
    ['adds fractions', '--budget', '6s', '--factor', 'company,seed'],
    ['today is no sunday', '--budget', '90s', '--factor', 'time-zone'],
  ],
  ['isolate', ['adds fractions', '--budget', '20s']],
  ['bisect', ['adds fractions', '--good', 'HEAD~2', '--runs-at-most', '1']],
  ['debug-execution', ['--apply-fix'], ['1']],
  ['healing-stats', [], ['--list']],
  [
    'quarantine add',
    [
      '--test',
      'src/price.test.ts > POST /prices adds the tax',
      '--reason',
      'slow',
      '--owner',
      '@shop',
      '--issue',
      'https://example.com/7',
      '--expires',
      '1d',
      '--apply',
    ],
  ],
  ['quarantine list', []],
  ['quarantine check', []],
  ['quarantine release', [], ['--test', 'src/price.test.ts > POST /prices adds the tax', '--apply']],
  ['retry-policy show', []],
  ['retry-policy export', []],
  // All of them: how many runs an experiment makes depends on the machine.
  ['history list', [], ['--last', '500']],
  ['history show', ['RUN']],
  ['history merge', ['COPY']],
  ['history export', [], ['--output', 'exported.jsonl']],
  ['history import', ['exported.jsonl']],
  ['history prune', []],
  ['history verify', []],
  ['doctor', []],
];

/** What only a browser's tests can show: the journey of repairs compares it with the page. */
const shownElsewhere: ReadonlySet<string> = new Set(['heal', 'heal apply', 'heal revert']);

/** Optional fields that this small project cannot show: they need shards, imports of foreign reports, a proved repair, or many runs. */
const unseen: readonly string[] = [
  'plan-strategy: selection.everything',
  'plan-strategy: selection.recall',
  'autonomous-run: batches[].unexplained',
  'analyze-flaky: findings[].timeouts',
  'autonomous-run: stress.tests[].firstFailure',
  'debug-execution: causes[].fixes[].command',
  'debug-execution: causes[].outage',
  'bisect: failure',
  'bisect: tried[].skipped',
  'debug-execution --calibration: curves[].brierSkill',
  'debug-execution: causes[].origin.uncalibrated',
  'flake-lab: arms[].problem',
  'flake-lab: verdict.factor',
  'flake-lab: verdict.label',
  'flake-lab: verdict.probability',
  'healing-stats: calibration',
  'healing-stats: falseRatio',
  'healing-stats: keptRatio',
  'healing-stats: timeToHeal',
  'isolate: failure',
  'quarantine add: added[].project',
  'quarantine add: added[].ordinal',
  'quarantine list: entries[].project',
  'quarantine list: entries[].ordinal',
  'debug-execution: cutDisagreements',
  'history list: runs[].shard',
  'history list: runs[].cut',
  'history list: runs[].importedFrom',
  'history show: cutDisagreements',
  'history show: run.shard',
  'history show: run.cut',
  'history show: run.importedFrom',
  'history show: run.executionId',
  'history show: run.partial',
  'history show: run.experiment',
  'history show: run.stress',
];

describe('docs/json.md names the fields that are printed, and no others', () => {
  let root: string;
  const printed = new Map<string, Document[]>();

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'millwright-json-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
    git('init', '--quiet', '--initial-branch=main');
    commit('A price');
    await print('init', ['--root', root]);
    await print('init', ['--root', root, '--apply']);
    commit('Remember');
    await print('doctor', []);
    rmSync(join(root, 'playwright.config.ts'));
    commit('Only Vitest');
    // Twice failed is what the history calls broken; a selection makes a run partial.
    await runE2e(['plan-strategy', '--name', 'first'], { cwd: root });
    await runVitest([], { cwd: root, env: { MILLWRIGHT_STRATEGY: 'latest' } });
    await runVitest(['-t', 'adds fractions'], { cwd: root });
    // A test that was changed is stress-run.
    writeFileSync(
      join(root, 'src/price.test.ts'),
      (files['src/price.test.ts'] ?? '').replace('expect(withTax(100))', 'expect(withTax(50 + 50))'),
    );
    commit('Say what is taxed');
    cpSync(join(root, '.millwright'), join(root, 'copy/.millwright'), { recursive: true });
    for (const [command, ...lines] of variants) for (const line of lines) await print(command, await filledIn(line));
    // What this plan predicts is judged by the run that follows.
    await print('plan-strategy', ['--name', 'before']);
    // A commit that breaks what was good, and one that mends it.
    writeFileSync(join(root, 'src/price.ts'), (files['src/price.ts'] ?? '').replace('1.19', '1.16'));
    commit('A lower price');
    await runVitest([], { cwd: root });
    await print('debug-execution', []);
    writeFileSync(join(root, 'src/price.ts'), files['src/price.ts'] ?? '');
    commit('The old price');
    await runVitest([], { cwd: root });
    await print('debug-execution --calibration', []);
    await print('predictions', []);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function git(...args: string[]): void {
    execFileSync('git', ['-c', 'user.name=Reader', '-c', 'user.email=reader@example.com', ...args], {
      cwd: root,
      stdio: 'ignore',
    });
  }

  function commit(subject: string): void {
    git('add', '--all');
    git('commit', '--quiet', '--message', subject);
  }

  async function print(command: string, line: readonly string[]): Promise<void> {
    const result = await runE2e([...command.split(' '), ...line, '--json'], { cwd: root });
    expect(result.stdout, `e2e ${command} ${line.join(' ')} --json\n${result.stderr}`).toMatch(/^\{/u);
    printed.set(command, [...(printed.get(command) ?? []), JSON.parse(result.stdout) as Document]);
  }

  async function filledIn(line: readonly string[]): Promise<readonly string[]> {
    if (!line.includes('RUN')) return line.map((word) => (word === 'COPY' ? join(root, 'copy/.millwright') : word));
    const { runs } = JSON.parse(
      (await runE2e(['history', 'list', '--last', '500', '--json'], { cwd: root })).stdout,
    ) as {
      runs: { runId: string; executionId?: string; partial?: boolean }[];
    };
    const plain = runs.find(({ executionId, partial }) => executionId === undefined && partial === undefined);
    return line.map((word) => (word === 'RUN' ? (plain?.runId ?? '') : word));
  }

  test('every command has a section', async () => {
    const help = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await runE2e([...words, '--help'], { cwd: root });
      const listed = stdout.slice(0, stdout.indexOf('Examples:'));
      return [...listed.matchAll(/^ {2}e2e ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)/gmu)].map((match) => match[1] ?? '');
    };
    const groups = ['history', 'quarantine', 'retry-policy'];
    const commands = (await help()).filter((name) => !groups.includes(name));
    // Not in any list: `heal` is a command itself.
    const inner: string[] = ['heal apply', 'heal revert'];
    for (const group of groups) {
      const names = await help(group);
      expect(names.length).toBeGreaterThan(0);
      inner.push(...names.map((name) => (name.startsWith(group) ? name : `${group} ${name}`)));
    }
    // A command that prints another document under an option has a section for each.
    const sections = page.map(({ command }) => command).filter((command) => !command.includes(' --'));
    expect(sections.toSorted()).toEqual([...commands, ...inner].toSorted());
  });

  const shown = page.filter(({ command }) => !shownElsewhere.has(command));

  test.each(shown.map((section) => [section.command, section] as const))('e2e %s', (command, section) => {
    expect(driftOf(section, printed.get(command) ?? [])).toEqual([]);
  });

  test('every optional field is seen somewhere, but those that need more than a small project', () => {
    expect(shown.flatMap((section) => unseenOf(section, printed.get(section.command) ?? [])).toSorted()).toEqual(
      unseen.toSorted(),
    );
  });
});

describe('drift is noticed', () => {
  const section = {
    command: 'x',
    format: 'millwright/x',
    version: 1,
    fields: [{ parent: 'a[]', name: 'b', optional: false }],
  };
  test.each([
    { name: 'none', document: { format: 'millwright/x', version: 1, a: [{ b: 1 }] }, sentences: 0 },
    { name: 'a field gone', document: { format: 'millwright/x', version: 1, a: [{}] }, sentences: 1 },
    { name: 'a field more', document: { format: 'millwright/x', version: 1, a: [{ b: 1, c: 2 }] }, sentences: 1 },
    { name: 'another version', document: { format: 'millwright/x', version: 2, a: [{ b: 1 }] }, sentences: 1 },
    { name: 'nothing to compare', document: { format: 'millwright/x', version: 1, a: [] }, sentences: 1 },
  ])('$name', ({ document, sentences }) => {
    expect(driftOf(section, [document])).toHaveLength(sentences);
  });
});
