import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { failureItemsOf, type Run, type RunItem } from '@millwright/core';
import { openHistory } from '@millwright/history';

import { findChromium } from '../../test/support/chromium.ts';
import { freePort } from '../../test/support/free-port.ts';
import { runNode } from '../../test/support/run-process.ts';
import { pick, randomOf } from '../history/random.ts';
import { installPackages } from '../overhead/install-packages.ts';
import { playwrightFaultFiles, playwrightFaults } from './playwright-faults.ts';
import { vitestFaultFiles, vitestFaults } from './vitest-faults.ts';

/** A recorded failure and the fault that was planted. */
export interface FaultFailure {
  readonly item: RunItem;
  readonly gold: string;
}

interface FaultProject {
  readonly name: 'vitest' | 'playwright';
  readonly faults: readonly string[];
  readonly filesOf: (linesOf: () => number) => Readonly<Record<string, string>>;
  readonly cli: readonly string[];
  /** How many runs hold several faults. */
  readonly mixedRuns: number;
}

const repositoryRoot = resolve(import.meta.dirname, '../..');

const projects: readonly FaultProject[] = [
  {
    name: 'vitest',
    faults: vitestFaults,
    filesOf: vitestFaultFiles,
    cli: ['vitest/vitest.mjs', 'run'],
    mixedRuns: 12,
  },
  {
    name: 'playwright',
    faults: playwrightFaults,
    filesOf: playwrightFaultFiles,
    cli: ['@playwright/test/cli.js', 'test'],
    mixedRuns: 4,
  },
];

/**
 * Runs two small suites for real, many times, with planted faults: each alone, then several in one run. Between runs the lines move, data
 * and ports change. A failure's truth is the fault that was planted; where several were, the one that made this test fail alone,
 * and only such are planted together as strike different tests.
 */
export async function recordFaults(seed: number): Promise<readonly FaultFailure[]> {
  const recorded: FaultFailure[] = [];
  for (const project of projects) recorded.push(...(await recordProject(project, randomOf(seed))));
  return recorded;
}

async function recordProject(project: FaultProject, random: () => number): Promise<readonly FaultFailure[]> {
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-faults-'));
  try {
    installPackages(root, ['core', 'history', project.name]);
    const calm = await runWith(root, project, [], random);
    if (failureItemsOf(calm).length > 0) throw new Error(`The ${project.name} suite fails without a fault.`);
    const failures: FaultFailure[] = [];
    const faultOfTest = new Map<string, Set<string>>();
    for (const fault of project.faults) {
      const items = failureItemsOf(await runWith(root, project, [fault], random));
      if (items.length === 0) throw new Error(`The fault ${fault} made no test of ${project.name} fail.`);
      for (const item of items) {
        failures.push({ item, gold: `${project.name} ${fault}` });
        faultOfTest.set(fault, (faultOfTest.get(fault) ?? new Set()).add(item.testId ?? ''));
      }
    }
    for (let index = 0; index < project.mixedRuns; index += 1) {
      const faults = disjointFaults(faultOfTest, random);
      for (const item of failureItemsOf(await runWith(root, project, faults, random))) {
        const gold = faults.find((fault) => faultOfTest.get(fault)?.has(item.testId ?? ''));
        if (gold !== undefined) failures.push({ item, gold: `${project.name} ${gold}` });
      }
    }
    return failures;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Up to four faults of which no two strike one test. An outage strikes whom it meets, so it stays alone. */
function disjointFaults(
  faultOfTest: ReadonlyMap<string, ReadonlySet<string>>,
  random: () => number,
): readonly string[] {
  const chosen: string[] = [];
  const names = [...faultOfTest.keys()].filter((name) => name !== 'server-down');
  for (let attempt = 0; attempt < 30 && chosen.length < 4; attempt += 1) {
    const fault = pick(random, names);
    const struck = [...(faultOfTest.get(fault) ?? [])];
    const isApart = (other: string): boolean => struck.every((test) => faultOfTest.get(other)?.has(test) !== true);
    if (chosen.every((other) => other !== fault && isApart(other))) chosen.push(fault);
  }
  return chosen;
}

async function runWith(
  root: string,
  { filesOf, cli }: FaultProject,
  faults: readonly string[],
  random: () => number,
): Promise<Run> {
  for (const [name, text] of Object.entries(filesOf(() => Math.floor(random() * 30)))) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const [program = '', ...args] = cli;
  const chromium = findChromium();
  const ended = await runNode([join(repositoryRoot, 'node_modules', program), ...args], {
    cwd: root,
    env: {
      FAULTS: faults.join(','),
      DATA: String(1 + Math.floor(random() * 1000)),
      PORT: String(await freePort()),
      ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
    },
  });
  const history = openHistory({ dir: join(root, '.millwright'), root });
  const [newest] = (await history.listRuns({ last: 1 })).slice(-1);
  for await (const run of history.readRuns({ runIds: newest ? [newest.runId] : [] })) return run;
  throw new Error(`Nothing was recorded.\n${ended.stdout}\n${ended.stderr}`);
}
