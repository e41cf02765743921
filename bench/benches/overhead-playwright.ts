import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { type Figure, atMost, informs } from '../bench.ts';
import { createPlaywrightSuite, suiteTestCount } from '../overhead/playwright-suite.ts';
import { type Cost, runMeasured } from '../overhead/run-measured.ts';
import { medianIntervalOf, medianOf } from '../overhead/statistics.ts';

/** The reporters that are compared; each runs beside `dot`, which stands for "none". */
const reporters = {
  none: '',
  json: `['json', { outputFile: 'report.json' }]`,
  html: `['html', { open: 'never' }]`,
  allure: `['allure-playwright', { resultsDir: 'allure-results' }]`,
  millwright: `['@millwright/playwright']`,
} as const;

type ReporterName = keyof typeof reporters;

interface Sample extends Cost {
  /** Milliseconds inside our reporter, when it is ours: by the clock and by the processor. */
  readonly selfTimeMs?: number;
  readonly selfCpuMs?: number;
}

/** Five rounds are the fewest that allow an interval. On a busy machine no round begins after the time is up, but for the first two. */
const mostRounds = 5;
const fewestRounds = 2;
const timeMs = 240_000;

/**
 * What recording costs Playwright: 1,000 trivial tests in 50 files, the reporters interleaved so that a busy machine disturbs all
 * of them alike. Ratios are taken within each round. A reporter that cannot be loaded is left out and told.
 */
export async function measurePlaywrightOverhead(): Promise<Figure[]> {
  const startedAt = performance.now();
  const root = createPlaywrightSuite(reporters);
  try {
    const names = await warmUp(root);
    const rounds: Partial<Record<ReporterName, Sample>>[] = [];
    const roundMs = (): number => (performance.now() - startedAt) / (rounds.length + 1);
    while (rounds.length < mostRounds) {
      if (rounds.length >= fewestRounds && performance.now() - startedAt + roundMs() > timeMs) break;
      rounds.push(await measureRound(root, rotated(names, rounds.length)));
    }
    return figuresOf(names, rounds);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Runs each once, so that Playwright's own cache is full. Only the one that is not ours and not Playwright's may be missing. */
async function warmUp(root: string): Promise<readonly ReporterName[]> {
  const names: ReporterName[] = [];
  for (const name of Object.keys(reporters) as ReporterName[]) {
    try {
      await runOnce(root, name);
      names.push(name);
    } catch (error) {
      if (name !== 'allure') throw error;
      process.stderr.write(`allure-playwright does not run here and is left out: ${firstLineOf(error)}\n`);
    }
  }
  return names;
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

function rotated(names: readonly ReporterName[], by: number): readonly ReporterName[] {
  return names.map((_, index) => names[(index + by) % names.length] ?? 'none');
}

async function measureRound(
  root: string,
  names: readonly ReporterName[],
): Promise<Partial<Record<ReporterName, Sample>>> {
  const round: Partial<Record<ReporterName, Sample>> = {};
  for (const name of names) round[name] = await runOnce(root, name);
  return round;
}

function figuresOf(names: readonly ReporterName[], rounds: readonly Partial<Record<ReporterName, Sample>>[]): Figure[] {
  const valuesOf = (name: ReporterName, key: keyof Sample): number[] =>
    rounds.map((round) => round[name]?.[key] ?? Number.NaN);
  const medians = names.flatMap((name) => [
    informs(`playwright cpu, ${name}`, medianOf(valuesOf(name, 'cpuMs')), 'ms'),
    informs(`playwright wall, ${name}`, medianOf(valuesOf(name, 'wallMs')), 'ms'),
  ]);
  const jsonCpuMs = valuesOf('json', 'cpuMs');
  const ratios = valuesOf('millwright', 'cpuMs').map((cpuMs, round) => cpuMs / (jsonCpuMs[round] ?? Number.NaN));
  const interval = medianIntervalOf(ratios);
  const bounds = rounds.length < mostRounds ? `range of ${rounds.length} rounds` : '90 %';
  return [
    ...medians,
    informs('playwright rounds', rounds.length, ''),
    atMost('playwright cpu, millwright / json', medianOf(ratios), 'ratio', 1.02),
    informs(`playwright cpu, millwright / json, low end (${bounds})`, interval.low, 'ratio'),
    informs(`playwright cpu, millwright / json, high end (${bounds})`, interval.high, 'ratio'),
    atMost(
      'playwright reporter time per test',
      medianOf(valuesOf('millwright', 'selfTimeMs')) / suiteTestCount,
      'ms',
      0.1,
    ),
    atMost(
      'playwright reporter cpu per test',
      medianOf(valuesOf('millwright', 'selfCpuMs')) / suiteTestCount,
      'ms',
      0.1,
    ),
  ];
}

async function runOnce(root: string, name: ReporterName): Promise<Sample> {
  const cost = await runMeasured(root, `node_modules/@playwright/test/cli.js test --config ${name}.config.ts`);
  const told = /millwright: (\{.*\})/.exec(readFileSync(join(root, 'run.log'), 'utf8'))?.[1];
  const { selfTimeMs, selfCpuMs } = JSON.parse(told ?? '{}') as Pick<Sample, 'selfTimeMs' | 'selfCpuMs'>;
  return {
    ...cost,
    ...(selfTimeMs === undefined ? {} : { selfTimeMs }),
    ...(selfCpuMs === undefined ? {} : { selfCpuMs }),
  };
}
