import { chromiumMissing, findChromium } from './chromium.ts';

/** Stops the journeys at once, with one sentence, on a machine without a browser; tells the fixtures where it is elsewhere. */
export function setup(): void {
  const path = findChromium();
  if (path === undefined) throw new Error(chromiumMissing);
  process.env['CHROMIUM_PATH'] = path;
}
