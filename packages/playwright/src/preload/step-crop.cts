import type { Page } from '@playwright/test' with { 'resolution-mode': 'import' };

import type { LocatorCall } from './locator-calls.cts';

const { createHash } = require('node:crypto') as typeof import('node:crypto');
const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const internals = require('./playwright-internals.cjs') as import('./playwright-internals.cts').PlaywrightInternals;

type Target = Pick<LocatorCall, 'frame' | 'selector'>;
type Call = Target & Pick<LocatorCall, 'place' | 'action'>;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a picture is taken. */
export interface CropTerms {
  /** So long each try waits for the element. */
  readonly elementMs: number;
  /** Of all tries together. */
  readonly mostMs: number;
  readonly tries: 1 | 2;
  /** Whether the element may be scrolled into sight. */
  readonly scrolls: boolean;
  /** Whether what is written in fields is covered. */
  readonly coversFields: boolean;
}

const paddingPx = 40;

const ofProof = { elementMs: 2000, mostMs: 5000, tries: 2, coversFields: false } as const;

/** What a person writes or chooses in. */
const fields = [
  'input:not([type=button], [type=submit], [type=reset], [type=image], [type=checkbox], [type=radio])',
  'textarea',
  'select',
  '[contenteditable]:not([contenteditable=false])',
].join(', ');
const coverColor = '#d0d0d0';

/** Where the picture of a step lies, whoever takes it. */
function cropPathOf(folder: string, { file, line, column }: Call['place']): string {
  const name = createHash('sha1').update(`${file}:${line}:${column}`).digest('hex').slice(0, 12);
  return path.join(folder, `${path.basename(file).replace(/[^\w.-]/g, '_')}-${line}-${name}.png`);
}

/** Takes a picture of the page around the element of a call, unless there is one. Never rejects, and takes five seconds at most. */
async function takeCrop(call: Call, folder: string): Promise<void> {
  const file = cropPathOf(folder, call.place);
  if (fs.existsSync(file)) return;
  // An action scrolls to its element anyway; an assertion may be about what is in sight.
  const picture = await cropOf(call, { ...ofProof, scrolls: call.action !== 'expect' });
  if (!picture) return;
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, picture, { flag: 'wx' });
  } catch {
    // Another worker was first: the proof goes on without a picture.
  }
}

/** A picture (PNG) of the page around the element of a call; undefined when it cannot be taken in time. Never rejects. */
async function cropOf(call: Target, terms: CropTerms): Promise<Buffer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, terms.mostMs, undefined);
  });
  try {
    const page = call.frame.page();
    return await Promise.race([internals.callInternally(page, () => tryIt(page, call, terms)), late]);
  } catch {
    // The page went away.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** An element that is drawn anew meanwhile cannot be measured; the next one can. */
async function tryIt(page: Page, call: Target, terms: CropTerms): Promise<Buffer | undefined> {
  const first = pictureOf(page, call, terms);
  return terms.tries === 1 ? first : ((await first.catch(() => undefined)) ?? pictureOf(page, call, terms));
}

async function pictureOf(
  page: Page,
  { frame, selector }: Target,
  { elementMs, scrolls, coversFields }: CropTerms,
): Promise<Buffer | undefined> {
  const locator = frame.locator(selector).first();
  await locator.waitFor({ state: 'attached', timeout: elementMs });
  if (scrolls) await locator.scrollIntoViewIfNeeded({ timeout: elementMs }).catch(() => undefined);
  const box = await locator.boundingBox({ timeout: elementMs });
  const view = page.viewportSize() ?? (await page.evaluate(viewportOf));
  const clip = box ? clipOf(box, view) : undefined;
  if (!clip) return undefined;
  const covered = coversFields ? page.frames().map((one) => one.locator(fields)) : [];
  return page.screenshot({
    clip,
    animations: 'allow',
    caret: 'initial',
    timeout: elementMs,
    ...(coversFields ? { mask: covered, maskColor: coverColor, scale: 'css' } : {}),
  });
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

const stepCrop = { cropPathOf, takeCrop, cropOf };
module.exports = stepCrop;
export type StepCrop = typeof stepCrop;
