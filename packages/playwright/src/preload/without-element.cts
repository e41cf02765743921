import type { LocatorCall } from './locator-calls.cts';

const { removeElements } = require('./page/remove-elements.cjs') as import('./page/remove-elements.cts').RemoveElements;

type Target = Pick<LocatorCall, 'frame' | 'selector'>;

/** So long the elements may take to be there, as they may for the call itself. */
const appearMs = 5000;
const pauseMs = 40;

/** Elements that are kept away from the page. */
export interface Absence {
  /** Whether there were any. */
  readonly applied: boolean;
  end(): void;
}

let rounds = 0;

/** Takes the elements of a locator off the page once they are there, and again whenever they are made anew, until it is ended. */
async function keepAway(target: Target): Promise<Absence> {
  const round = (rounds += 1);
  const applied = await untilTaken(target, round);
  const ending = new AbortController();
  if (applied) void goOnTaking(target, round, ending.signal);
  return { applied, end: () => ending.abort() };
}

async function goOnTaking(target: Target, round: number, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    await take(target, round);
    await pause();
  }
}

async function untilTaken(target: Target, round: number): Promise<boolean> {
  for (const endsAt = Date.now() + appearMs; Date.now() < endsAt;) {
    if ((await take(target, round)) > 0) return true;
    await pause();
  }
  return false;
}

/** How many were taken; none from a page that cannot be asked, such as one that is being opened. */
function take({ frame, selector }: Target, round: number): Promise<number> {
  return frame.$$eval<number, object>(selector, removeElements as never, { round }).catch(() => 0);
}

function pause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, pauseMs).unref());
}

const withoutElement = { keepAway };
module.exports = withoutElement;
export type WithoutElement = typeof withoutElement;
