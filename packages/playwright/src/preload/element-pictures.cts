import type { ChokePoint, SentCall } from './choke-point.cts';
import type { LocatorCall } from './locator-calls.cts';

const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');
const { cropOf } = require('./step-crop.cjs') as import('./step-crop.cts').StepCrop;

/** So long an action is held up for an element that is not there yet, and a context that closes for a picture. */
const elementMs = 1000;
const pictureMs = 2000;

const mostBytes = 256 * 1024;
const mostPicturesOfRun = 1000;

/** Actions that scroll to their element of themselves, so that it can be brought into sight for its picture. */
const scrolling = new Set(['click', 'dblclick', 'tap', 'hover', 'check', 'uncheck']);

/** Pictures of elements as they are when they are remembered. They delay the test, so that they are taken only where one asks for them. */
export interface ElementPictures {
  /** To be called when an assertion has succeeded; the next call waits for it. Never rejects. */
  take(call: LocatorCall): Promise<void>;
  /** Its name in the capture folder; undefined when none could be taken. */
  fileOf(call: LocatorCall): string | undefined;
}

export interface PicturesOptions {
  /** The capture folder. */
  readonly dir: string;
  readonly chokePoint: ChokePoint;
  /** The call on a locator that is about to be sent, when its element is to be remembered. */
  readonly wantedCall: (sent: SentCall) => LocatorCall | undefined;
}

/** Takes the picture of an action's element before the action is sent, since the page may be another after it. */
function openElementPictures({ dir, chokePoint, wantedCall }: PicturesOptions): ElementPictures {
  const files = new Map<string, string | undefined>();
  const open = new Set<Promise<void>>();

  const take = (call: LocatorCall): Promise<void> => {
    // Nobody waits twice for what did not come.
    if (files.has(call.key) && files.get(call.key) === undefined) return Promise.resolve();
    const taking = keepPicture(call, dir).then((name) => void files.set(call.key, name));
    open.add(taking);
    return taking.finally(() => open.delete(taking));
  };

  chokePoint.addListener((object, method, params, place) => {
    // What has no place is asked by Playwright, or by us for a picture: that must not wait for one.
    if (!place || (object._type !== 'Frame' && object._type !== 'Page')) return undefined;
    const call = wantedCall({ object, method, params, place });
    const waits = [...open, ...(call && call.action !== 'expect' ? [take(call)] : [])];
    return waits.length === 0 ? undefined : Promise.all(waits);
  });

  return { take, fileOf: ({ key }) => files.get(key) };
}

/** Under a name of its own in this worker. Never rejects. */
async function keepPicture(call: LocatorCall, dir: string): Promise<string | undefined> {
  try {
    if (fs.readdirSync(dir).filter((name) => name.startsWith('picture-')).length >= mostPicturesOfRun) return undefined;
    const scrolls = scrolling.has(call.action);
    const picture = await cropOf(call, { elementMs, mostMs: pictureMs, tries: 1, scrolls, coversFields: true });
    if (!picture || picture.length > mostBytes) return undefined;
    const name = `picture-${process.pid}-${call.key}.png`;
    fs.writeFileSync(path.join(dir, name), picture);
    return name;
  } catch {
    return undefined;
  }
}

const elementPictures = { openElementPictures, pictureMs };
module.exports = elementPictures;
export type ElementPicturesModule = typeof elementPictures;
