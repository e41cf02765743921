import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  html: `['html', { open: 'never' }]`,
  allure: `['allure-playwright', { resultsDir: 'allure-results' }]`,
  millwright: `['@millwright/playwright']`,
} as const;

type ReporterName = keyof typeof reporters;

interface Sample {
  /** User and system time of the process and of everything it started. */
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Milliseconds inside our reporter, when it is ours. */
  readonly selfTimeMs: number | undefined;
  readonly selfCpuMs: number | undefined;
}

/**
 * What recording costs Playwright: 1,000 trivial tests in 50 files, the reporters interleaved so that a busy machine disturbs all
 * of them alike. Ratios are taken within each round; the interval is that of the middle half of the rounds.
 */
export async function measurePlaywrightOverhead(): Promise<Figure[]> {
  const root = createSuite();
  try {
    const names = Object.keys(reporters) as ReporterName[];
    for (const name of names) await runOnce(root, name);
    const samples: Record<ReporterName, Sample[]> = { none: [], json: [], html: [], allure: [], millwright: [] };
    for (let round = 0; round < roundCount; round += 1) {
      for (let index = 0; index < names.length; index += 1) {
        const name = names[(index + round) % names.length] ?? 'none';
        samples[name].push(await runOnce(root, name));
      }
    }
    return figuresOf(samples);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function figuresOf(samples: Readonly<Record<ReporterName, readonly Sample[]>>): Figure[] {
  const medians = Object.entries(samples).flatMap(([name, list]) => [
    informs(
      `playwright cpu, ${name}`,
      quantileOf(
        list.map((sample) => sample.cpuMs),
        0.5,
      ),
      'ms',
    ),
    informs(
      `playwright wall, ${name}`,
      quantileOf(
        list.map((sample) => sample.wallMs),
        0.5,
      ),
      'ms',
    ),
  ]);
  const ratios = samples.millwright.map((sample, round) => sample.cpuMs / (samples.json[round]?.cpuMs ?? Number.NaN));
  const selfCpuTimes = samples.millwright.map((sample) => sample.selfCpuMs ?? Number.NaN);
  const selfTimes = samples.millwright.map((sample) => sample.selfTimeMs ?? Number.NaN);
  return [
    ...medians,
    atMost('playwright cpu, millwright / json', quantileOf(ratios, 0.5), 'ratio', 1.02),
    informs('playwright cpu, millwright / json, lower quartile', quantileOf(ratios, 0.25), 'ratio'),
    informs('playwright cpu, millwright / json, upper quartile', quantileOf(ratios, 0.75), 'ratio'),
    atMost('playwright reporter time per test', quantileOf(selfTimes, 0.5) / testCount, 'ms', 0.1),
    informs('playwright reporter cpu per test', quantileOf(selfCpuTimes, 0.5) / testCount, 'ms'),
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
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-playwright-'));
  installPackages(join(root, 'node_modules'));
  mkdirSync(join(root, 'tests'));
  for (let file = 0; file < fileCount; file += 1) {
    const tests = Array.from(
      { length: testsPerFile },
      (_, index) => `test('number ${index}', () => { expect(${file} + ${index}).toBe(${file + index}); });`,
    );
    writeFileSync(
      join(root, `tests/file-${file}.spec.ts`),
      `import { expect, test } from '@playwright/test';\n${tests.join('\n')}\n`,
    );
  }
  for (const [name, reporter] of Object.entries(reporters)) {
    const config = `import { defineConfig } from '@playwright/test';\nexport default defineConfig({ testDir: 'tests', workers: 2, reporter: [['dot'], ${reporter}] });\n`;
    writeFileSync(join(root, `${name}.config.ts`), config);
  }
  return root;
}

/** Our packages are copied, as an installation has them: Playwright compiles what is linked from outside `node_modules`. */
function installPackages(nodeModules: string): void {
  mkdirSync(join(nodeModules, '@millwright'), { recursive: true });
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (name !== '@millwright' && !name.startsWith('.'))
      symlinkSync(join(repositoryRoot, 'node_modules', name), join(nodeModules, name), 'junction');
  }
  for (const name of ['core', 'history', 'playwright']) {
    for (const part of ['dist', 'package.json']) {
      cpSync(join(repositoryRoot, 'packages', name, part), join(nodeModules, '@millwright', name, part), {
        recursive: true,
      });
    }
  }
}

/** The shell's own `times` counts the processor time of all that it waited for, workers included. */
async function runOnce(root: string, name: ReporterName): Promise<Sample> {
  const command = `"${process.execPath}" node_modules/@playwright/test/cli.js test --config ${name}.config.ts >run.log 2>&1 || echo failed; times`;
  const start = performance.now();
  const printed = await readOutput(command, root);
  const wallMs = performance.now() - start;
  const log = readFileSync(join(root, 'run.log'), 'utf8');
  if (printed.startsWith('failed'))
    throw new Error(`Expected the suite to pass with ${name}, it printed: ${log.slice(-500)}`);
  const cpuMs = [...(printed.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, match) => sum + Number(match[1]) * 60_000 + Number(match[2]) * 1000,
    0,
  );
  const told = /millwright: (\{.*\})/.exec(log)?.[1];
  const { selfTimeMs, selfCpuMs } = JSON.parse(told ?? '{}') as { selfTimeMs?: number; selfCpuMs?: number };
  return { cpuMs, wallMs, selfTimeMs, selfCpuMs };
}

function readOutput(command: string, cwd: string): Promise<string> {
  const kept = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(?:CI|VITEST.*|NODE_OPTIONS|MILLWRIGHT.*)$/.test(key)),
  );
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd,
      env: { ...kept, MILLWRIGHT_DEBUG: 'time' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', () => done(printed));
  });
}
