import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { TestStrategy } from '@millwright/core';

import { findChromium } from '../../test/support/chromium.ts';
import { freePort } from '../../test/support/free-port.ts';
import { runE2e, runPlaywright } from '../../test/support/run-process.ts';
import { type ScratchProject, createScratchProject } from '../../test/support/scratch-project.ts';
import { type Mutant, drawMutants } from './mutants.ts';

/** What a run says of one test: its key, and how long it took. */
interface BrowserResult {
  readonly passed: boolean;
  readonly durationMs: number;
}

/** One change of the shop, with what it breaks and what each way of choosing runs. */
export interface BrowserReplay {
  readonly mutant: Mutant;
  /** Tests that pass twice without the change and do not with it. */
  readonly broken: readonly string[];
  /** Test → its time without the change, in milliseconds. */
  readonly times: ReadonlyMap<string, number>;
  readonly choices: ReadonlyMap<string, ReadonlySet<string>>;
}

interface JsonSuite {
  readonly title: string;
  readonly file?: string;
  readonly suites?: readonly JsonSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: string;
      readonly results: readonly { readonly duration: number }[];
    }[];
  }[];
}

interface JsonReport {
  readonly config: { readonly rootDir: string };
  readonly suites: readonly JsonSuite[];
}

/** Where changes are drawn from, and their share. */
const places: readonly (readonly [folder: string, share: number])[] = [
  ['src/ui/pages/', 0.5],
  ['src/shared/', 0.25],
  ['src/services/', 0.25],
];

/**
 * Changes functions of the fixture shop one after the other, with its Playwright suite recorded once by the instrumented bundle, and tells
 * of each what it breaks and who would have run that.
 */
export async function replayBrowserSuite(
  { count, seed }: { readonly count: number; readonly seed: number },
  tell: (replay: BrowserReplay) => void,
): Promise<readonly BrowserReplay[]> {
  const shop = createScratchProject('shop');
  try {
    const env = { PORT: String(await freePort()), CHROMIUM_PATH: findChromium() ?? '' };
    await runPlaywright([], { cwd: shop.root, env: { ...env, SHOP_INSTRUMENT: '1' } });
    const good = steadyOf(await runAll(shop, env), await runAll(shop, env));
    const passing = [...good.values()].filter(({ passed }) => passed).length;
    if (passing < good.size / 2) throw new Error(`${passing} of ${good.size} tests pass without a change.`);
    const clone = { root: shop.root, git: async (...args: readonly string[]) => shop.git(...args) };
    const replays: BrowserReplay[] = [];
    for (const [only, share] of places)
      for (const mutant of await drawMutants(clone, { count: Math.round(count * share), seed, only })) {
        const replay = await replayOne(shop, mutant, good, env);
        tell(replay);
        replays.push(replay);
      }
    return replays;
  } finally {
    shop.remove();
  }
}

/** A test that passes only sometimes without a change tells nothing of one: it counts as one that does not pass. */
function steadyOf(
  first: ReadonlyMap<string, BrowserResult>,
  second: ReadonlyMap<string, BrowserResult>,
): ReadonlyMap<string, BrowserResult> {
  return new Map(
    [...first].map(([key, result]) => [key, { ...result, passed: result.passed && second.get(key)?.passed === true }]),
  );
}

async function replayOne(
  shop: ScratchProject,
  mutant: Mutant,
  good: ReadonlyMap<string, BrowserResult>,
  env: Readonly<Record<string, string>>,
): Promise<BrowserReplay> {
  writeFileSync(join(shop.root, mutant.file), mutant.text);
  const passing = [...good].filter(([, { passed }]) => passed);
  const times = new Map(passing.map(([key, { durationMs }]) => [key, durationMs]));
  try {
    const ours = await plannedTests(shop, env);
    const related = await runAll(shop, env, ['--only-changed=HEAD', '--list', '--pass-with-no-tests']);
    const bad = await runAll(shop, env);
    return {
      mutant,
      broken: passing.map(([key]) => key).filter((key) => bad.get(key)?.passed !== true),
      times,
      choices: new Map([
        ['ours', ours],
        ['playwright --only-changed', new Set(related.keys())],
        ['run all', new Set(times.keys())],
      ]),
    };
  } finally {
    shop.git('checkout', '--quiet', '--', mutant.file);
  }
}

/** The tests that the command plans; what runs by lot alone is no merit of the selection. */
async function plannedTests(
  { root }: ScratchProject,
  env: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> {
  const output = join(root, '..', 'strategies');
  const args = [
    'plan-strategy',
    '--select',
    'safe',
    '--trust',
    '--changed-since',
    'HEAD',
    '--json',
    '--output',
    output,
  ];
  const { stdout, stderr } = await runE2e(args, { cwd: root, env });
  if (!stdout.startsWith('{')) throw new Error(`No plan was made: ${stderr}`);
  const { testCases, selection } = JSON.parse(stdout) as TestStrategy;
  const byLot = new Set(selection?.heldOut.map(({ testId }) => testId));
  return new Set(
    testCases
      .filter(({ testId, runner }) => runner === 'playwright' && !byLot.has(testId))
      .map(({ project, file, titlePath }) => [project, file, ...titlePath].join(' › ')),
  );
}

/** Runs the suite, or lists it, and tells each test; nothing of it is remembered. */
async function runAll(
  { root }: ScratchProject,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<ReadonlyMap<string, BrowserResult>> {
  const report = join(root, '..', 'report.json');
  rmSync(report, { force: true });
  const { stderr } = await runPlaywright(['--reporter=json', ...args], {
    cwd: root,
    env: { ...env, SHOP_NO_MILLWRIGHT: '1', PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  try {
    const { config, suites } = JSON.parse(readFileSync(report, 'utf8')) as JsonReport;
    return new Map(suites.flatMap((suite) => resultsIn(suite, relative(root, config.rootDir), [])));
  } catch (cause) {
    throw new Error(`The suite wrote no report: ${stderr}`, { cause });
  }
}

function resultsIn(
  { title, file, suites = [], specs = [] }: JsonSuite,
  folder: string,
  above: readonly string[],
): readonly (readonly [string, BrowserResult])[] {
  const titles = title === file ? above : [...above, title];
  return [
    ...suites.flatMap((suite) => resultsIn(suite, folder, titles)),
    ...specs.flatMap((spec) =>
      spec.tests.map(({ projectName, status, results }) => {
        const key = [projectName, join(folder, file ?? ''), ...titles, spec.title].join(' › ');
        const durationMs = results.reduce((sum, { duration }) => sum + duration, 0);
        return [key, { passed: status === 'expected' && results.length > 0, durationMs }] as const;
      }),
    ),
  ];
}
