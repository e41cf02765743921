import { type Page, chromium, expect } from '@playwright/test';

import { findChromium } from '../../test/support/chromium.ts';
import { busyPage, rowCount } from './busy-page.ts';
import { openCaptureSwitch } from './capture-switch.ts';

export const actionNames = ['click by css', 'click by role', 'fill', 'expect text'] as const;
type ActionName = (typeof actionNames)[number];

/** `new`: a locator that was never used; `known`: the same again; `trace`: without capture, with Playwright's trace on. */
const modes = ['off', 'new', 'known', 'trace'] as const;
export type Mode = (typeof modes)[number];

/** Milliseconds of each action, by action and mode; those of one index saw the same element. */
export type ActionTimes = Readonly<Record<ActionName, Readonly<Record<Mode, readonly number[]>>>>;

const blockSize = 10;

const actions: Readonly<Record<ActionName, (page: Page, index: number) => Promise<void>>> = {
  'click by css': (page, index) => page.locator(`#b${index}`).click(),
  'click by role': (page, index) => page.getByRole('button', { name: `Open ${index}`, exact: true }).click(),
  fill: (page, index) => page.locator(`#i${index}`).fill(`${index}`),
  'expect text': (page, index) => expect(page.locator(`#t${index}`)).toHaveText(`Item ${index}`),
};

/**
 * Times actions on a page of 500 elements in one browser, in short blocks that take turns: without capture, with locators that are
 * new, with the same again, and with the trace on. So a busy machine disturbs all alike.
 */
export async function measureActions(): Promise<ActionTimes> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const capture = openCaptureSwitch();
  try {
    const plain = await browser.newPage();
    const traced = await browser.newPage();
    for (const page of [plain, traced]) await page.setContent(busyPage());
    const times = Object.fromEntries(
      actionNames.map((name) => [name, { off: [], new: [], known: [], trace: [] }]),
    ) as unknown as Record<ActionName, Record<Mode, number[]>>;
    const pageOf = (mode: Mode): Page => (mode === 'trace' ? traced : plain);
    for (const name of actionNames) for (const page of [plain, traced]) await actions[name](page, 0);
    for (let from = 0; from < rowCount; from += blockSize) {
      for (const name of actionNames) {
        for (const mode of orderOf(from / blockSize)) {
          capture.turn(mode === 'new' || mode === 'known');
          if (mode === 'trace')
            await traced.context().tracing.start({ screenshots: true, snapshots: true, sources: true });
          for (let index = from; index < from + blockSize; index += 1)
            times[name][mode].push(await timeOf(() => actions[name](pageOf(mode), index)));
          if (mode === 'trace') await traced.context().tracing.stop();
          await capture.endTest();
        }
      }
    }
    return times;
  } finally {
    capture.close();
    await browser.close();
  }
}

/** Takes turns, and a locator is new before it is known. */
function orderOf(round: number): readonly Mode[] {
  const turned = modes.map((_, index) => modes[(index + round) % modes.length] as Mode);
  return [...turned.filter((mode) => mode !== 'known'), 'known'];
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
