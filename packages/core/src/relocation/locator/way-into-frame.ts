import type { ElementFingerprint } from '../element-fingerprint.ts';
import { looksGenerated } from './generated-token.ts';
import { callOf, type LocatorChain } from './locator-chain.ts';
import { framesOf } from './match-locator.ts';

/**
 * The calls that lead from the page into a frame, by its name, id or title; none for the page itself. `undefined` when a frame on the way
 * is not on the page, is not the only one that is called so, or is called by what a tool made up.
 */
export function wayIntoFrame(
  frameNames: readonly string[],
  page: readonly ElementFingerprint[],
): LocatorChain | undefined {
  const calls = frameNames.map((name, depth) => {
    const called = page.filter(
      (element) =>
        isFrame(element) && isIn(element, frameNames.slice(0, depth)) && attributesOf(element)[0]?.[1] === name,
    );
    const [frame] = called;
    const [attribute = ''] = (frame && attributesOf(frame)[0]) ?? [];
    const isWritable = called.length === 1 && /^[^"\\\n]+$/.test(name);
    const isMadeUp = attribute !== 'title' && looksGenerated(name);
    return frame && isWritable && !isMadeUp
      ? callOf('frameLocator', `${frame.tag}[${attribute}="${name}"]`)
      : undefined;
  });
  return calls.every((call) => call !== undefined) ? calls : undefined;
}

function isFrame({ tag }: ElementFingerprint): boolean {
  return tag === 'iframe' || tag === 'frame';
}

function isIn(element: ElementFingerprint, frameNames: readonly string[]): boolean {
  return framesOf(element).join('\0') === frameNames.join('\0');
}

/** What a frame can be called by, the first being what it is called. */
function attributesOf({ nameAttribute, id, title }: ElementFingerprint): readonly (readonly [string, string])[] {
  const own = [
    ['name', nameAttribute ?? ''],
    ['id', id ?? ''],
    ['title', title ?? ''],
  ] as const;
  return own.filter(([, value]) => value !== '');
}
