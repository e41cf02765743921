import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { runVitest } from '../support/run-process.ts';
import { repositoryRoot } from '../support/scratch-project.ts';
import { type TinyProject, createTinyProject, wiredVitest } from './support/tiny-project.ts';

interface BisectionDocument {
  readonly stopped: string;
  readonly verdict: { readonly kind: string; readonly sentence: string; readonly probability: number };
  readonly suspects: readonly {
    readonly commit: string;
    readonly author: string;
    readonly subject: string;
    readonly reachedFiles: readonly string[];
  }[];
  readonly tried: readonly {
    readonly commit: string;
    readonly runs: number;
    readonly failures: number;
    readonly skipped?: string;
  }[];
  readonly good: string;
  readonly bad: string;
  readonly commitCount: number;
  readonly runs: number;
  readonly mostRuns: number;
  readonly failure?: string;
}

/** The runs that `FLAKE_RUNS` numbers fail whatever the commit; the counter lies outside of every checkout. */
const flakyTest = `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withTax } from '../src/price';

test('adds the tax', () => {
  const counter = process.env.FLAKE_COUNTER ?? '';
  const runs = existsSync(counter) ? Number(readFileSync(counter, 'utf8')) + 1 : 1;
  if (counter !== '') writeFileSync(counter, String(runs));
  if (process.env.FLAKE_RUNS?.split(' ').includes(String(runs))) throw new Error('socket hang up');
  expect(withTax(100)).toBe(119);
});
`;

const price = (ratio: string, note: string): string =>
  `// ${note}\nexport const withTax = (price: number): number => Math.round(price * ${ratio});\n`;

/** Twelve commits after the good one; number 6 cannot be loaded, number 9 breaks the price. */
function createHistory(): { readonly project: TinyProject; readonly commits: readonly string[] } {
  const project = createTinyProject({
    'vitest.config.ts': wiredVitest,
    'src/price.ts': price('1.19', 'first'),
    'src/other.ts': 'export const other = 0;\n',
    'tests/tax.test.ts': flakyTest,
  });
  const commits = [project.git('rev-parse', 'HEAD').trim()];
  const changes: Readonly<Record<number, () => void>> = {
    3: () => void project.git('mv', 'tests/tax.test.ts', 'tests/price.test.ts'),
    6: () => project.write('src/price.ts', 'export const withTax = (price: number): number => {{{\n'),
    7: () => project.write('src/price.ts', price('1.19', 'mended')),
    9: () => project.write('src/price.ts', price('1.16', 'a lower tax')),
    11: () => project.write('src/price.ts', price('1.16', 'words')),
  };
  for (let number = 1; number <= 12; number++) {
    (changes[number] ?? (() => project.write('src/other.ts', `export const other = ${number};\n`)))();
    project.git('add', '--all');
    project.git('commit', '--quiet', '-m', `Change ${number}`);
    commits.push(project.git('rev-parse', 'HEAD').trim());
  }
  return { project, commits };
}

const folders = mkdtempSync(join(tmpdir(), 'millwright-counters-'));
afterAll(() => rmSync(folders, { recursive: true, force: true }));

const leftFolders = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('millwright-bisect-'));

describe('a test that broke nine commits after it was good', () => {
  let project: TinyProject;
  let commits: readonly string[];
  beforeAll(async () => {
    ({ project, commits } = createHistory());
    for (const at of [commits[0] ?? '', 'main']) {
      project.git('checkout', '--quiet', at);
      await runVitest([], { cwd: project.root });
    }
  });
  afterAll(() => project.remove());

  test('between the ends that the history knows, across a renamed file', async () => {
    const runsBefore = project.list('.millwright/history/runs').length;
    const found = await project.e2eJson<BisectionDocument>(['bisect', 'adds the tax']);
    expect(found, found.stderr).toMatchObject({
      exitCode: 0,
      stopped: 'found',
      good: commits[0],
      bad: commits[12],
      commitCount: 12,
      verdict: { kind: 'culprit' },
    });
    expect(found.suspects).toMatchObject([
      { commit: commits[9], author: 'Millwright', subject: 'Change 9', reachedFiles: ['src/price.ts'] },
    ]);
    expect(found.verdict.probability).toBeGreaterThanOrEqual(0.99);
    expect(found.failure).toContain('expected 116 to be 119');
    expect(found.runs).toBeLessThanOrEqual(found.mostRuns);
    // Said before the first run.
    expect(found.stderr.split('  passed')[0]).toMatch(new RegExp(`12 commits after .*at most ${found.mostRuns}\\.`));
    expect(project.git('status', '--porcelain')).toBe('');
    expect(project.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(project.list('.millwright/history/runs')).toHaveLength(runsBefore);
  });

  test('a flaky test: what fails before the culprit does not mislead', async () => {
    const env = { FLAKE_COUNTER: join(folders, 'flaky'), FLAKE_RUNS: '1 2 4 9' };
    const found = await project.e2eJson<BisectionDocument>(
      ['bisect', 'adds the tax', '--good', commits[0] ?? '', '--bad', 'main', '--flake-rate', '0.25'],
      { env },
    );
    expect(found, found.stderr).toMatchObject({ exitCode: 0, verdict: { kind: 'culprit' } });
    expect(found.suspects).toMatchObject([{ commit: commits[9] }]);
    const contradicted = found.tried.filter(({ runs, failures }) => failures > 0 && failures < runs);
    expect(contradicted.length, 'some flake was seen').toBeGreaterThan(0);
  });

  test('the culprit cannot be loaded: it shares the blame with the commit that mended it', async () => {
    const { project: other, commits: all } = createHistory();
    try {
      other.git('checkout', '--quiet', all[5] ?? '');
      const write = (text: string, subject: string): string => {
        other.write('src/price.ts', text);
        other.git('commit', '--quiet', '--all', '-m', subject);
        return other.git('rev-parse', 'HEAD').trim();
      };
      const unloadable = write('export const withTax = {{{\n', 'Half of a change');
      const mended = write(price('1.2', 'a higher tax'), 'The other half');
      const found = await other.e2eJson<BisectionDocument>([
        'bisect',
        'adds the tax',
        '--good',
        all[4] ?? '',
        '--bad',
        mended,
      ]);
      expect(found, found.stderr).toMatchObject({ exitCode: 0, verdict: { kind: 'between' } });
      expect(found.suspects.map(({ commit }) => commit)).toEqual([unloadable, mended]);
      expect(found.tried.find(({ commit }) => commit === unloadable)?.skipped).toContain('It cannot be loaded');
      expect(found.verdict.sentence).toContain('the commits between cannot be run');
    } finally {
      other.remove();
    }
  });

  test('Ctrl-C: 130, nothing is left behind, and --resume goes on from what was seen', async () => {
    const left = leftFolders();
    const line = ['bisect', 'adds the tax', '--good', commits[0] ?? '', '--bad', 'main'];
    const interrupted = await project.e2eJson<BisectionDocument>(line, {
      onStart: (kill, whenPrinted) => void whenPrinted('  passed').then(() => kill('SIGINT')),
    });
    expect(interrupted, interrupted.stderr).toMatchObject({ exitCode: 130, stopped: 'interrupted' });
    expect(interrupted.verdict.kind).toBe('undecided');
    expect(interrupted.runs).toBeGreaterThan(0);
    expect(leftFolders()).toEqual(left);
    const resumed = await project.e2eJson<BisectionDocument>(['bisect', 'adds the tax', '--resume']);
    expect(resumed, resumed.stderr).toMatchObject({ exitCode: 0, stopped: 'found', verdict: { kind: 'culprit' } });
    expect(resumed.suspects).toMatchObject([{ commit: commits[9] }]);
    for (const before of interrupted.tried) {
      const after = resumed.tried.find(({ commit }) => commit === before.commit);
      expect(after?.runs).toBeGreaterThanOrEqual(before.runs);
    }
    const again = await project.e2e(['bisect', 'adds the tax', '--resume']);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('No bisection of this test was stopped before its end.');
  });

  test('kill -9: --resume goes on and takes away what the killed one left', async () => {
    const left = leftFolders();
    const line = ['bisect', 'adds the tax', '--good', commits[0] ?? '', '--bad', 'main'];
    const killed = await project.e2e(line, {
      onStart: (kill, whenPrinted) => void whenPrinted('  passed').then(() => kill('SIGKILL')),
    });
    expect(killed.signal).toBe('SIGKILL');
    const resumed = await project.e2eJson<BisectionDocument>(['bisect', 'adds the tax', '--resume']);
    expect(resumed, resumed.stderr).toMatchObject({ exitCode: 0, suspects: [{ commit: commits[9] }] });
    expect(leftFolders()).toEqual(left);
    expect(project.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  });

  test('a test that never fails here: no commit is named, exit code 1', async () => {
    const found = await project.e2eJson<BisectionDocument>([
      'bisect',
      'adds the tax',
      '--good',
      commits[0] ?? '',
      '--bad',
      commits[5] ?? '',
    ]);
    expect(found, found.stderr).toMatchObject({ exitCode: 1, verdict: { kind: 'no-culprit' }, suspects: [] });
  });

  test.each([
    [['--good', 'nowhere'], 'Expected `--good` to be a branch, tag or commit of this repository, got "nowhere".'],
    [['--good', 'main', '--bad', 'main~3'], 'Expected the good commit to come before the bad one'],
    [['--flake-rate', '2'], 'Expected `--flake-rate` to be a ratio above 0 and below 1'],
  ])('%j is a usage error', async (args, message) => {
    const { exitCode, stdout, stderr } = await project.e2e(['bisect', 'adds the tax', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

describe('Playwright', () => {
  let project: TinyProject;
  afterEach(() => project.remove());

  test('one of two projects, at commits that did not have our reporter yet', async () => {
    const config = (reporter: string): string =>
      `import { defineConfig } from '@playwright/test';\nexport default defineConfig({ testDir: 'tests', ${reporter}projects: [{ name: 'one' }, { name: 'two' }] });\n`;
    project = createTinyProject({
      '.gitignore': 'node_modules\n.millwright\ntest-results\n',
      'playwright.config.ts': config(''),
      'src/price.ts': price('1.19', 'first'),
      'tests/price.spec.ts':
        "import { expect, test } from '@playwright/test';\nimport { withTax } from '../src/price';\ntest('stays', () => {});\ntest('adds the tax', () => expect(withTax(100)).toBe(119));\n",
    });
    const commit = (path: string, text: string): string => {
      project.write(path, text);
      project.git('add', '--all');
      project.git('commit', '--quiet', '-m', `${path} changes`);
      return project.git('rev-parse', 'HEAD').trim();
    };
    const good = commit('words.txt', 'one');
    const culprit = commit('src/price.ts', price('1.16', 'lower'));
    commit('words.txt', 'two');
    commit('playwright.config.ts', config("reporter: [['list'], ['@millwright/playwright']], "));
    const line = ['bisect', 'adds the tax', '--project', 'two', '--config', 'playwright.config.ts', '--good', good];
    const found = await project.e2eJson<BisectionDocument>(line);
    expect(found, found.stderr).toMatchObject({ exitCode: 0, suspects: [{ commit: culprit }] });
    expect(found.tried.every(({ skipped }) => skipped === undefined)).toBe(true);
  });
});

describe('commits with other packages', () => {
  let project: TinyProject;
  afterEach(() => project.remove());

  test('another lock file: the setup command runs; a build that fails leaves its commit out', async () => {
    const log = join(folders, 'setups');
    project = createTinyProject({
      'vitest.config.ts': wiredVitest,
      'package-lock.json': '{ "lockfileVersion": 3, "old": true }\n',
      'src/price.ts': price('1.19', 'first'),
      'build.mjs': '',
      'tests/price.test.ts': flakyTest,
    });
    const good = project.git('rev-parse', 'HEAD').trim();
    const commit = (path: string, text: string): string => {
      project.write(path, text);
      project.git('add', '--all');
      project.git('commit', '--quiet', '-m', `${path} changes`);
      return project.git('rev-parse', 'HEAD').trim();
    };
    const unbuilt = commit('build.mjs', 'process.exit(3);\n');
    project.write('build.mjs', '');
    const culprit = commit('src/price.ts', price('1.16', 'lower'));
    commit('package-lock.json', '{ "lockfileVersion": 3 }\n');
    const setup = join(folders, 'setup.mjs');
    writeFileSync(
      setup,
      `import { appendFileSync, symlinkSync } from 'node:fs';\nappendFileSync(${JSON.stringify(log)}, process.cwd() + '\\n');\nsymlinkSync(${JSON.stringify(join(repositoryRoot, 'node_modules'))}, 'node_modules', 'junction');\n`,
    );
    const found = await project.e2eJson<BisectionDocument>([
      'bisect',
      'adds the tax',
      '--good',
      good,
      '--setup',
      `"${process.execPath}" "${setup}"`,
      '--build',
      `"${process.execPath}" build.mjs`,
    ]);
    expect(found, found.stderr).toMatchObject({ exitCode: 0, verdict: { kind: 'between' } });
    expect(found.suspects.map(({ commit: suspect }) => suspect)).toEqual([unbuilt, culprit]);
    expect(found.tried.find(({ commit: tried }) => tried === unbuilt)?.skipped).toContain('ended with exit code 3');
    expect(found.stderr).toContain('has another lock file');
    expect(existsSync(log)).toBe(true);
  });
});
