import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { type Bench, type Figure, atLeast, informs } from '../bench.ts';
import { type BrowserReplay, replayBrowserSuite } from '../selection/browser-suite.ts';
import { type Clone, cloneRepository } from '../selection/clone.ts';
import { fetchPackage } from '../selection/fetch-package.ts';
import { drawMutants, replayMutant, runSteadily } from '../selection/mutants.ts';
import { type Replay, findCommits, replay } from '../selection/replay.ts';
import { writeRepository } from '../selection/write-repository.ts';

const mostCommits = '10';

/** What selecting by the change finds and saves on real commits. */
export const selectionBench: Bench = {
  name: 'selection',
  description: 'fail-to-pass tests found and test time skipped on real commits, beside the runner itself',
  usage:
    '--repo PATH or --npm NAME@VERSION, --commits N, --until REF, or --mutants N, --seed N, --only FOLDER; then -- and arguments for Vitest; or --browser with --mutants N, --seed N',
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        repo: { type: 'string' },
        npm: { type: 'string' },
        commits: { type: 'string' },
        until: { type: 'string' },
        mutants: { type: 'string' },
        seed: { type: 'string' },
        only: { type: 'string' },
        browser: { type: 'boolean' },
      },
    });
    if (values.browser === true)
      return await tryBrowser(countOf('--mutants', values.mutants ?? '8'), countOf('--seed', values.seed ?? '1'));
    const written =
      values.npm === undefined ? (values.repo === undefined ? writeRepository() : undefined) : fetchPackage(values.npm);
    const clone = await cloneRepository(resolve(written ?? values.repo ?? '.'));
    try {
      const { mutants, seed, only } = values;
      if (mutants !== undefined)
        return await tryMutants(clone, positionals, {
          count: countOf('--mutants', mutants),
          seed: countOf('--seed', seed ?? '1'),
          only: only ?? '',
        });
      const commits = await findCommits(
        clone,
        values.until ?? 'HEAD',
        countOf('--commits', values.commits ?? mostCommits),
      );
      const replays: Replay[] = [];
      for (const commit of commits) {
        const done = await replay(clone, commit, positionals);
        tell(commit, done);
        if (done) replays.push(done);
      }
      return figuresOf(replays, commits.length);
    } finally {
      for (const folder of [clone.root, ...(written === undefined ? [] : [written])])
        rmSync(dirname(folder), { recursive: true, force: true });
    }
  },
};

function countOf(option: string, given: string): number {
  const count = Number(given);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} is ${given}; give a whole number from 1 on.`);
  return count;
}

/** Changes one function after the other instead of undoing commits. */
async function tryMutants(
  clone: Clone,
  args: readonly string[],
  options: { readonly count: number; readonly seed: number; readonly only: string },
): Promise<readonly Figure[]> {
  await clone.git('checkout', '--quiet', '--force', 'HEAD');
  const good = await runSteadily(clone.root, args);
  if (!good) throw new Error('The suite wrote no report: it cannot be measured.');
  const mutants = await drawMutants(clone, options);
  const replays: Replay[] = [];
  for (const mutant of mutants) {
    const done = await replayMutant(clone, mutant, { good, args });
    tell({ id: `${mutant.file}:${mutant.line}`, subject: mutant.what, sources: [mutant.file] }, done);
    if (done) replays.push(done);
  }
  return figuresOf(replays, mutants.length);
}

/** The end-to-end suite of the fixture shop. */
async function tryBrowser(count: number, seed: number): Promise<readonly Figure[]> {
  const replays = await replayBrowserSuite({ count, seed }, (done) => {
    const said = [...done.choices.keys()].map((name) => {
      const { found, skippedTime } = browserScoreOf(done, name);
      return `${name} ${found}/${done.broken.length}, ${Math.round(skippedTime * 100)} % skipped`;
    });
    const { file, line, what } = done.mutant;
    process.stderr.write(`${file}:${line} ${said.join(' · ')}  ${what}\n`);
    for (const test of done.broken.filter((one) => done.choices.get('ours')?.has(one) !== true))
      process.stderr.write(`  missed: ${test}\n`);
  });
  const telling = replays.filter(({ broken }) => broken.length > 0);
  const total = telling.reduce((sum, { broken }) => sum + broken.length, 0);
  const meanOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  return [
    informs('browser: changes tried', replays.length, ''),
    informs('browser: changes that break tests', telling.length, ''),
    informs('browser: tests they break', total, ''),
    ...(telling.length === 0 ? [] : ['ours', 'playwright --only-changed', 'run all']).flatMap((name): Figure[] => {
      const found = telling.reduce((sum, one) => sum + browserScoreOf(one, name).found, 0);
      const scores = replays.map((one) => browserScoreOf(one, name));
      const recall = `browser, ${name}: recall`;
      return [
        name === 'ours' ? atLeast(recall, found / total, 'ratio', 0.98) : informs(recall, found / total, 'ratio'),
        informs(`browser, ${name}: test time skipped`, meanOf(scores.map(({ skippedTime }) => skippedTime)), 'ratio'),
        informs(`browser, ${name}: tests skipped`, meanOf(scores.map(({ skippedTests }) => skippedTests)), 'ratio'),
      ];
    }),
  ];
}

function browserScoreOf({ broken, times, choices }: BrowserReplay, name: string) {
  const chosen = choices.get(name) ?? new Set<string>();
  const totalMs = [...times.values()].reduce((sum, one) => sum + one, 0);
  const keptMs = [...times].reduce((sum, [key, durationMs]) => sum + (chosen.has(key) ? durationMs : 0), 0);
  return {
    found: broken.filter((test) => chosen.has(test)).length,
    skippedTime: totalMs === 0 ? 0 : 1 - keptMs / totalMs,
    skippedTests: times.size === 0 ? 0 : 1 - [...times.keys()].filter((key) => chosen.has(key)).length / times.size,
  };
}

function tell({ id, subject }: Replay['commit'], done: Replay | undefined): void {
  const said = done
    ? [...done.choices.keys()].map((name) => {
        const { found, skippedTime } = scoreOf(done, name);
        return `${name} ${found}/${done.failToPass.length}, ${Math.round(skippedTime * 100)} % skipped`;
      })
    : ['could not be replayed'];
  process.stderr.write(`${id.includes(':') ? id : id.slice(0, 8)} ${said.join(' · ')}  ${subject.slice(0, 60)}\n`);
  if (done && scoreOf(done, 'ours').skippedTime < 0.5)
    process.stderr.write(`  much runs: ${done.plan.everything ?? mostFrequentOf(done.plan.reasons)}\n`);
  for (const { file, name } of done ? missedOf(done) : []) process.stderr.write(`  missed: ${file} ${name}\n`);
}

function mostFrequentOf(reasons: Replay['plan']['reasons']): string {
  const [reason, count] = [...reasons].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  return `${count} tests: ${reason}`;
}

function missedOf({ failToPass, choices }: Replay): Replay['failToPass'] {
  return failToPass.filter(({ file }) => choices.get('ours')?.has(file) !== true).slice(0, 5);
}

function scoreOf({ files, failToPass, choices }: Replay, name: string) {
  const chosen = choices.get(name) ?? new Set<string>();
  const totalMs = files.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const keptMs = files.reduce((sum, { file, durationMs }) => sum + (chosen.has(file) ? durationMs : 0), 0);
  const tests = files.reduce((sum, one) => sum + one.tests.size, 0);
  const kept = files.reduce((sum, one) => sum + (chosen.has(one.file) ? one.tests.size : 0), 0);
  return {
    found: failToPass.filter(({ file }) => chosen.has(file)).length,
    skippedTime: totalMs === 0 ? 0 : 1 - keptMs / totalMs,
    skippedTests: tests === 0 ? 0 : 1 - kept / tests,
  };
}

function figuresOf(replays: readonly Replay[], tried: number): readonly Figure[] {
  const telling = replays.filter(({ failToPass }) => failToPass.length > 0);
  const total = telling.reduce((sum, { failToPass }) => sum + failToPass.length, 0);
  // Where nothing had to be found, there is no recall.
  const names = telling.length === 0 ? [] : ['ours', 'vitest --changed', 'run all'];
  const meanOf = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const rows = names.flatMap((name): Figure[] => {
    const known = telling.filter(({ choices }) => choices.has(name));
    const scores = known.map((one) => scoreOf(one, name));
    const all = known.reduce((sum, { failToPass }) => sum + failToPass.length, 0);
    const recall = scores.reduce((sum, { found }) => sum + found, 0) / all;
    const time = meanOf(scores.map(({ skippedTime }) => skippedTime));
    return [
      name === 'ours' ? atLeast(`${name}: recall`, recall, 'ratio', 0.98) : informs(`${name}: recall`, recall, 'ratio'),
      name === 'ours'
        ? atLeast(`${name}: test time skipped`, time, 'ratio', 0.6)
        : informs(`${name}: test time skipped`, time, 'ratio'),
      informs(`${name}: tests skipped`, meanOf(scores.map(({ skippedTests }) => skippedTests)), 'ratio'),
    ];
  });
  return [
    informs('changes tried', tried, ''),
    informs('changes with fail-to-pass tests', telling.length, ''),
    informs('fail-to-pass tests', total, ''),
    informs('time of a plan, mean', meanOf(replays.map(({ plan }) => plan.planMs)), 'ms'),
    ...rows,
  ];
}
