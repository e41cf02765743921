import type { BrowserContext, FollowContexts, Page, Route } from './follow-contexts.cts';

/**
 * Loaded with `--require` into the processes of a Playwright run: changes every page that its workers open as
 * `MILLWRIGHT_LAB_PAGE` says, before the test gets it. Uses public methods of Playwright only.
 */
interface Conditions {
  cpuSlowdown?: number;
  latencyMs?: number;
  animations?: false;
  lossRatio?: number;
  clock?: 'still';
  /** Decides which requests are lost. */
  seed?: number;
}

const { createHash } = require('node:crypto') as typeof import('node:crypto');
const { isPlaywrightWorker, followContexts } = require('./follow-contexts.cjs') as FollowContexts;
const wanted = process.env['MILLWRIGHT_LAB_PAGE'];

if (wanted !== undefined && isPlaywrightWorker) {
  const conditions = JSON.parse(wanted) as Conditions;
  followContexts({
    onContext: (context) => changeContext(context, conditions),
    onPage: (page) => changePage(page, conditions),
  });
}

async function changeContext(context: BrowserContext, conditions: Conditions): Promise<void> {
  const { animations, clock, lossRatio, seed = 0 } = conditions;
  if (animations === false) await context.addInitScript(withoutAnimations);
  const offsetMs = (globalThis as { millwrightClockOffsetMs?: number }).millwrightClockOffsetMs;
  if (clock === 'still') await context.addInitScript(stillClockFrom(Date.now()));
  else if (offsetMs !== undefined) await context.addInitScript(shiftedClockOf(offsetMs));
  if (lossRatio !== undefined) await context.route('**/*', losing(lossRatio, seed));
}

async function changePage(page: Page, { cpuSlowdown, latencyMs }: Conditions): Promise<void> {
  if (cpuSlowdown === undefined && latencyMs === undefined) return;
  try {
    const session = await page.context().newCDPSession(page);
    if (cpuSlowdown !== undefined) await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    if (latencyMs === undefined) return;
    await session.send('Network.enable');
    const unlimited = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };
    await session.send('Network.emulateNetworkConditions', { ...unlimited, latency: latencyMs });
  } catch {
    // Only Chromium has this protocol.
  }
}

/** Without these no page works at all, which would say nothing about the test. */
const alwaysArriving = new Set(['document', 'script', 'stylesheet']);

/**
 * Loses a share of the requests, the same ones under the same seed: which ones depends on method, path and how often that was asked
 * for, not on the order in which they happen to come. The test's own routes come first, and what they answer is not lost.
 */
function losing(ratio: number, seed: number): (route: Route) => Promise<void> {
  const asked = new Map<string, number>();
  return async (route) => {
    const request = route.request();
    const { pathname, search } = new URL(request.url());
    const name = `${request.method()} ${pathname}${search}`;
    const count = (asked.get(name) ?? 0) + 1;
    asked.set(name, count);
    const isLost = !alwaysArriving.has(request.resourceType()) && shareOf(`${seed} ${count} ${name}`) < ratio;
    await (isLost ? route.abort('connectionreset') : route.fallback());
  };
}

/** A number from 0 to 1 that looks like chance and depends on the text alone. */
function shareOf(text: string): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

const withoutAnimations = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}`;

function stillClockFrom(epochMs: number): string {
  return clockScript(`() => ${epochMs}`);
}

function shiftedClockOf(offsetMs: number): string {
  return clockScript(`() => RealDate.now() + ${offsetMs}`);
}

/** Replaces the clock of a page as `shift-clock.cts` replaces that of a process: `Date` alone. */
function clockScript(now: string): string {
  return `{
  const RealDate = Date;
  const now = ${now};
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  RealDate.prototype.constructor = globalThis.Date;
}`;
}
