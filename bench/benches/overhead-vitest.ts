import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { type Figure, atMost, informs } from '../bench.ts';
import { type Cost, runMeasured } from '../overhead/run-measured.ts';
import { medianIntervalOf, medianOf } from '../overhead/statistics.ts';
import { type SelfTime, createVitestSuite, suiteTestCount } from '../overhead/vitest-suite.ts';

const roundCount = 11;

/** The reporters that are compared; each runs beside `dot`, which stands for "none". */
const reporters = {
  none: '',
  json: `['json', { outputFile: 'report.json' }]`,
  html: `'html'`,
  allure: `['allure-vitest/reporter', { resultsDir: 'allure-results' }]`,
  millwright: `'./self-time-reporter.mjs'`,
} as const;

type ReporterName = keyof typeof reporters;
type Samples = Readonly<Record<ReporterName, Cost[]>>;

const names = Object.keys(reporters) as ReporterName[];

/**
 * What recording costs Vitest: 1,000 trivial tests in 50 files, the reporters interleaved so that a busy machine disturbs all of
 * them alike. Ratios are taken within each round; their interval covers the true median with at least 90 %.
 */
export async function measureVitestOverhead(): Promise<Figure[]> {
  const root = createVitestSuite(reporters);
  try {
    const samples: Samples = { none: [], json: [], html: [], allure: [], millwright: [] };
    const selfTimes: SelfTime[] = [];
    // The first run of each fills caches: those of Vite, and with ours the texts that a history keeps once.
    for (const name of names) await runOnce(root, name);
    for (let round = 0; round < roundCount; round += 1) {
      for (const [index] of names.entries()) {
        const name = names[(index + round) % names.length] ?? 'none';
        samples[name].push(await runOnce(root, name));
        if (name === 'millwright') selfTimes.push(readSelfTime(root));
      }
    }
    return [...costFigures(samples), ...ratioFigures(samples), ...selfTimeFigures(selfTimes)];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function runOnce(root: string, name: ReporterName): Promise<Cost> {
  return runMeasured(root, `node_modules/vitest/vitest.mjs run --config ${name}.config.ts`);
}

function readSelfTime(root: string): SelfTime {
  return JSON.parse(readFileSync(join(root, 'self-time.json'), 'utf8')) as SelfTime;
}

function costFigures(samples: Samples): Figure[] {
  return names.flatMap((name) => [
    informs(`vitest cpu, ${name}`, medianOf(samples[name].map((cost) => cost.cpuMs)), 'ms'),
    informs(`vitest wall, ${name}`, medianOf(samples[name].map((cost) => cost.wallMs)), 'ms'),
  ]);
}

function ratioFigures({ millwright, json }: Samples): Figure[] {
  const cpu = ratiosOf(millwright, json, (cost) => cost.cpuMs);
  const wall = ratiosOf(millwright, json, (cost) => cost.wallMs);
  const interval = medianIntervalOf(cpu);
  return [
    atMost('vitest cpu, millwright / json', medianOf(cpu), 'ratio', 1.02),
    informs('vitest cpu, millwright / json, at least', interval.low, 'ratio'),
    informs('vitest cpu, millwright / json, at most', interval.high, 'ratio'),
    informs('vitest wall, millwright / json', medianOf(wall), 'ratio'),
  ];
}

function ratiosOf(ours: readonly Cost[], theirs: readonly Cost[], of: (cost: Cost) => number): number[] {
  return ours.flatMap((cost, round) => {
    const other = theirs[round];
    return other ? [of(cost) / of(other)] : [];
  });
}

function selfTimeFigures(selfTimes: readonly SelfTime[]): Figure[] {
  return [
    atMost('vitest reporter time per test', medianOf(selfTimes.map((time) => time.wallMs)) / suiteTestCount, 'ms', 0.1),
    informs(
      'vitest reporter hooks cpu per test',
      medianOf(selfTimes.map((time) => time.hooksCpuMs)) / suiteTestCount,
      'ms',
    ),
    informs('vitest reporter load cpu', medianOf(selfTimes.map((time) => time.loadCpuMs)), 'ms'),
  ];
}
