import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { type Figure, atMost, informs } from '../bench.ts';

const repositoryRoot = resolve(import.meta.dirname, '../..');
const fileCount = 50;
const testsPerFile = 20;
const testCount = fileCount * testsPerFile;
const roundCount = 5;

/** The reporters that are compared; each runs beside `dot`, which stands for "none". */
const reporters = {
  none: '',
  json: `['json', { outputFile: 'report.json' }]`,
  allure: `['allure-vitest/reporter', { resultsDir: 'allure-results' }]`,
  millwright: `'./self-time-reporter.mjs'`,
} as const;

type ReporterName = keyof typeof reporters;

interface Sample {
  /** User and system time of the process and of everything it started. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

interface SelfTime {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/**
 * What recording costs Vitest: 1,000 trivial tests in 50 files, the reporters interleaved so that a busy machine disturbs all of
 * them alike. Ratios are taken within each round; the interval is that of the middle half of the rounds.
 */
export async function measureVitestOverhead(): Promise<Figure[]> {
  const root = createSuite();
  try {
    const names = Object.keys(reporters) as ReporterName[];
    await runOnce(root, 'none');
    const samples: Record<ReporterName, Sample[]> = { none: [], json: [], allure: [], millwright: [] };
    const selfTimes: SelfTime[] = [];
    for (let round = 0; round < roundCount; round += 1) {
      for (let index = 0; index < names.length; index += 1) {
        const name = names[(index + round) % names.length] ?? 'none';
        samples[name].push(await runOnce(root, name));
        if (name === 'millwright')
          selfTimes.push(JSON.parse(readFileSync(join(root, 'self-time.json'), 'utf8')) as SelfTime);
      }
    }
    return figuresOf(samples, selfTimes);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function figuresOf(
  samples: Readonly<Record<ReporterName, readonly Sample[]>>,
  selfTimes: readonly SelfTime[],
): Figure[] {
  const medians = (Object.keys(reporters) as ReporterName[]).flatMap((name) => [
    informs(
      `vitest cpu, ${name}`,
      quantileOf(
        samples[name].map((sample) => sample.cpuMs),
        0.5,
      ),
      'ms',
    ),
    informs(
      `vitest wall, ${name}`,
      quantileOf(
        samples[name].map((sample) => sample.wallMs),
        0.5,
      ),
      'ms',
    ),
  ]);
  const ratios = samples.millwright.map((sample, round) => sample.cpuMs / (samples.json[round]?.cpuMs ?? Number.NaN));
  return [
    ...medians,
    atMost('vitest cpu, millwright / json', quantileOf(ratios, 0.5), 'ratio', 1.02),
    informs('vitest cpu, millwright / json, lower quartile', quantileOf(ratios, 0.25), 'ratio'),
    informs('vitest cpu, millwright / json, upper quartile', quantileOf(ratios, 0.75), 'ratio'),
    atMost(
      'vitest reporter time per test',
      quantileOf(
        selfTimes.map((time) => time.wallMs),
        0.5,
      ) / testCount,
      'ms',
      0.1,
    ),
    informs(
      'vitest reporter cpu per test',
      quantileOf(
        selfTimes.map((time) => time.cpuMs),
        0.5,
      ) / testCount,
      'ms',
    ),
  ];
}

/** Linear between the two nearest values. */
function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

function createSuite(): string {
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-vitest-'));
  mkdirSync(join(root, 'src'));
  symlinkSync(join(repositoryRoot, 'node_modules'), join(root, 'node_modules'), 'junction');
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, 'self-time-reporter.mjs'), selfTimeReporter);
  for (let file = 0; file < fileCount; file += 1) {
    const tests = Array.from(
      { length: testsPerFile },
      (_, index) => `test('number ${index}', () => { expect(value + ${index}).toBe(${file + index}); });`,
    );
    writeFileSync(join(root, `src/module-${file}.ts`), `export const value = ${file};\n`);
    writeFileSync(
      join(root, `src/file-${file}.test.ts`),
      `import { expect, test } from 'vitest';\nimport { value } from './module-${file}.ts';\n${tests.join('\n')}\n`,
    );
  }
  for (const [name, reporter] of Object.entries(reporters))
    writeFileSync(join(root, `${name}.config.ts`), configOf(name as ReporterName, reporter));
  return root;
}

function configOf(name: ReporterName, reporter: string): string {
  const setupFiles = name === 'allure' ? `setupFiles: ['allure-vitest/setup'],` : '';
  return `import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { maxWorkers: 2, ${setupFiles} reporters: ['dot', ${reporter}] } });\n`;
}

/** Ours, with the time spent in it written down at the end: by the clock, and by the processor in the hooks that do not wait. */
const selfTimeReporter = `import { writeFileSync } from 'node:fs';
import MillwrightReporter from '@millwright/vitest';
let cpuMicros = 0;
export default class extends MillwrightReporter {
  onInit(vitest) {
    super.onInit(vitest);
    process.on('exit', () => writeFileSync('self-time.json', JSON.stringify({ wallMs: this.selfTimeMs, cpuMs: cpuMicros / 1000 })));
  }
  #timed(hook, argument) {
    const before = process.threadCpuUsage();
    super[hook](argument);
    const { user, system } = process.threadCpuUsage(before);
    cpuMicros += user + system;
  }
  onTestModuleQueued(module) { this.#timed('onTestModuleQueued', module); }
  onTestModuleCollected(module) { this.#timed('onTestModuleCollected', module); }
  onTestCaseResult(test) { this.#timed('onTestCaseResult', test); }
  onTestModuleEnd(module) { this.#timed('onTestModuleEnd', module); }
}
`;

/** The shell's own \`times\` counts the processor time of all that it waited for, workers included. */
async function runOnce(root: string, name: ReporterName): Promise<Sample> {
  const command = `"${process.execPath}" node_modules/vitest/vitest.mjs run --config ${name}.config.ts >run.log 2>&1 || echo failed; times`;
  const start = performance.now();
  const printed = await readOutput(command, root);
  const wallMs = performance.now() - start;
  if (printed.startsWith('failed'))
    throw new Error(
      `Expected the suite to pass with ${name}, it printed: ${readFileSync(join(root, 'run.log'), 'utf8').slice(-500)}`,
    );
  const cpuMs = [...(printed.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, match) => sum + Number(match[1]) * 60_000 + Number(match[2]) * 1000,
    0,
  );
  return { cpuMs, wallMs };
}

function readOutput(command: string, cwd: string): Promise<string> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(?:CI|VITEST.*|NODE_OPTIONS|MILLWRIGHT.*)$/.test(key)),
  );
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', () => done(printed));
  });
}
