import type { Page } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { LocatorCall } from './locator-calls.cts';

const { createHash } = require('node:crypto') as typeof import('node:crypto');
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

type Call = Pick<LocatorCall, 'frame' | 'place' | 'selector' | 'action'>;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const paddingPx = 40;

/** So long it waits for the element. */
const elementMs = 2000;
const mostMs = 5000;

/** Where the picture of a step lies, whoever takes it. */
function cropPathOf(folder: string, { file, line, column }: Call['place']): string {
  const name = createHash('sha1').update(`${file}:${line}:${column}`).digest('hex').slice(0, 12);
  return path.join(folder, `${path.basename(file).replace(/[^\w.-]/g, '_')}-${line}-${name}.png`);
}

/** Takes a picture of the page around the element of a call, unless there is one. Never rejects, and takes five seconds at most. */
async function takeCrop(call: Call, folder: string): Promise<void> {
  const file = cropPathOf(folder, call.place);
  if (fs.existsSync(file)) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, mostMs, undefined);
  });
  try {
    const page = call.frame.page();
    const picture = await Promise.race([internals.callInternally(page, () => tryTwice(page, call)), late]);
    if (!picture) return;
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, picture, { flag: 'wx' });
  } catch {
    // Another worker was first, or the page went away: the proof goes on without a picture.
  } finally {
    clearTimeout(timer);
  }
}

/** An element that is drawn anew meanwhile cannot be measured; the next one can. */
async function tryTwice(page: Page, call: Call): Promise<Buffer | undefined> {
  return (await pictureOf(page, call).catch(() => undefined)) ?? pictureOf(page, call);
}

async function pictureOf(page: Page, { frame, selector, action }: Call): Promise<Buffer | undefined> {
  const locator = frame.locator(selector).first();
  await locator.waitFor({ state: 'attached', timeout: elementMs });
  // An action scrolls to its element anyway; an assertion may be about what is in sight.
  if (action !== 'expect') await locator.scrollIntoViewIfNeeded({ timeout: elementMs }).catch(() => undefined);
  const box = await locator.boundingBox({ timeout: elementMs });
  const view = page.viewportSize() ?? (await page.evaluate(viewportOf));
  const clip = box ? clipOf(box, view) : undefined;
  return clip && page.screenshot({ clip, animations: 'allow', caret: 'initial', timeout: elementMs });
}

/** The box with what is around it, as far as it is in sight; undefined when it is not. */
function clipOf(box: Box, view: Pick<Box, 'width' | 'height'>): Box | undefined {
  const left = Math.max(0, Math.floor(box.x - paddingPx));
  const top = Math.max(0, Math.floor(box.y - paddingPx));
  const right = Math.min(view.width, Math.ceil(box.x + box.width + paddingPx));
  const bottom = Math.min(view.height, Math.ceil(box.y + box.height + paddingPx));
  if (right <= left || bottom <= top) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function viewportOf(): Pick<Box, 'width' | 'height'> {
  const { innerWidth, innerHeight } = globalThis as unknown as { innerWidth: number; innerHeight: number };
  return { width: innerWidth, height: innerHeight };
}

const stepCrop = { cropPathOf, takeCrop };
module.exports = stepCrop;
export type StepCrop = typeof stepCrop;
