import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { ElementFingerprint } from '@millwright/core/relocation';

import { findChromium } from '../chromium.ts';
import { freePort } from '../free-port.ts';
import { type ProcessResult, runE2e, runPlaywright } from '../run-process.ts';
import type { ScratchProject } from '../scratch-project.ts';
import { type Breakage, patternOfTests, playsPart, type TrialVariant } from './truth.ts';

/** How a test came out of its repair. */
export interface HealedTest {
  readonly test: string;
  /** Whether it passes now. */
  readonly isGreen: boolean;
  /** Whether the element that was found for it is the one that was meant; undefined when none was told. */
  readonly isRight?: boolean;
  readonly says: string;
}

interface Heal {
  readonly outcome: string;
  readonly tests: readonly string[];
  readonly reason?: string;
  readonly locator?: { readonly before: string; readonly after?: string; readonly is?: ElementFingerprint };
}

/** Runs tests on the usual UI, so that their elements are remembered. Rejects when one fails. */
export async function rememberElements(shop: ScratchProject, tests: readonly string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await runPlaywright(argumentsOf(tests), await optionsOf(shop, ''));
  if (exitCode !== 0) throw new Error(`The suite must be green on the usual UI.\n${stdout}${stderr}`);
  cpSync(join(shop.root, '.millwright'), join(shop.root, '.trial/remembered'), { recursive: true });
}

/**
 * Puts variants on the shop's UI together, lets `e2e heal --apply` repair what breaks, runs it once more, and leaves sources and history
 * as they were.
 */
export async function healVariants(
  shop: ScratchProject,
  variants: readonly TrialVariant[],
): Promise<readonly HealedTest[]> {
  const breakages = variants.flatMap(({ breaks }) => breaks);
  const tests = [...new Set(breakages.map(({ test }) => test))];
  const options = await optionsOf(shop, variants.map(({ name }) => name).join(','));
  await runPlaywright(argumentsOf(tests), options);
  const parts = readParts(shop.root);
  const healing = await runE2e(['heal', '--apply', '--most-broken', '1', '--json'], options);
  const { heals } = documentOf(healing);
  const after = await runPlaywright([...argumentsOf(tests), '--reporter=json'], options);
  const green = greenTestsOf(after);
  shop.git('checkout', '--quiet', '--', '.');
  rmSync(join(shop.root, '.millwright'), { recursive: true });
  cpSync(join(shop.root, '.trial/remembered'), join(shop.root, '.millwright'), { recursive: true });
  return tests.map((test) => {
    const heal = heals.find((one) => one.tests.some((title) => title.endsWith(test)));
    const isRight = rightnessOf(
      heal,
      breakages.filter((one) => one.test === test),
      parts.get(test) ?? {},
    );
    const says = heal ? `${heal.outcome}: ${heal.locator?.after ?? ''} ${heal.reason ?? ''}`.trim() : 'no heal';
    return { test, isGreen: green.has(test), says, ...(isRight === undefined ? {} : { isRight }) };
  });
}

function rightnessOf(
  heal: Heal | undefined,
  breakages: readonly Breakage[],
  parts: Readonly<Record<string, string>>,
): boolean | undefined {
  const element = heal?.locator?.is;
  if (!element) return undefined;
  const frames = (element.within ?? []).filter((name) => name !== '#shadow');
  const own = parts[`${frames.join('')}${element.xpath}`];
  return breakages.some(({ part }) => part !== undefined && playsPart(own, part));
}

function argumentsOf(tests: readonly string[]): readonly string[] {
  return ['--workers', '3', '--grep', patternOfTests(tests)];
}

async function optionsOf({ root }: ScratchProject, ui: string) {
  const env = {
    SHOP_TRIAL: '1',
    SHOP_UI: ui,
    SHOP_PARTS: join(root, '.trial/parts'),
    MILLWRIGHT_APP_BUILD: `ui ${ui}`,
    PORT: String(await freePort()),
    CHROMIUM_PATH: findChromium() ?? '',
  };
  return { cwd: root, env };
}

function documentOf({ stdout, stderr }: ProcessResult): { readonly heals: readonly Heal[] } {
  try {
    return JSON.parse(stdout) as { readonly heals: readonly Heal[] };
  } catch (cause) {
    throw new Error(`\`e2e heal --json\` printed no document.\n${stdout}\n${stderr}`, { cause });
  }
}

/** The parts on the pages of the tests that failed last, by test. */
function readParts(root: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const folder = join(root, '.trial/parts');
  const read = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as { test: string; parts: Record<string, string> },
  );
  rmSync(folder, { recursive: true });
  return new Map(read.map(({ test, parts }) => [test, parts]));
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[];
}

function greenTestsOf({ stdout }: ProcessResult): ReadonlySet<string> {
  const walk = ({ title, suites = [], specs = [] }: Suite, above: readonly string[]): readonly string[] => {
    const titles = title.endsWith('.ts') ? above : [...above, title];
    const own = specs.filter(({ ok }) => ok).map((spec) => [...titles, spec.title].join(' > '));
    return [...own, ...suites.flatMap((suite) => walk(suite, titles))];
  };
  const { suites } = JSON.parse(stdout) as { readonly suites: readonly Suite[] };
  return new Set(suites.flatMap((suite) => walk(suite, [])));
}
