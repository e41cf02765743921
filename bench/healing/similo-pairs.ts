import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ElementFingerprint } from '@millwright/core/relocation';

interface SimiloElement {
  readonly tag: string;
  readonly xpath: string;
  readonly idxpath?: string;
  readonly id?: string | null;
  readonly name?: string | null;
  readonly href?: string | null;
  readonly alt?: string | null;
  readonly isButton?: boolean;
  readonly classList?: readonly string[];
  readonly visibleText?: readonly string[];
  readonly neighborText?: readonly string[];
  readonly location?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** An element of a real page, and the page years later. */
export interface LocatorPair {
  readonly set: string;
  readonly site: string;
  readonly target: ElementFingerprint;
  readonly candidates: readonly ElementFingerprint[];
  /** Index of the element among the candidates. */
  readonly truth: number;
}

/** Reads the pairs of the Similo benchmark (Nass et al., TOSEM 2023). */
export function readLocatorPairs(dir: string): readonly LocatorPair[] {
  const pages = new Map<string, readonly ElementFingerprint[]>();
  const readPage = (file: string): readonly ElementFingerprint[] => {
    const page =
      pages.get(file) ?? (JSON.parse(readFileSync(join(dir, file), 'utf8')) as SimiloElement[]).map(fingerprintOf);
    pages.set(file, page);
    return page;
  };
  return readFileSync(join(dir, 'pairs.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const pair = JSON.parse(line) as {
        set: string;
        app: string;
        candidates_file: string;
        gt_index: number;
        target: SimiloElement;
      };
      return {
        set: pair.set,
        site: pair.app,
        target: fingerprintOf(pair.target),
        candidates: readPage(pair.candidates_file),
        truth: pair.gt_index,
      };
    });
}

function fingerprintOf(element: SimiloElement): ElementFingerprint {
  return {
    tag: element.tag.toLowerCase(),
    xpath: element.xpath,
    ...(element.idxpath ? { idXpath: element.idxpath } : {}),
    ...(element.id ? { id: element.id } : {}),
    ...(element.name ? { nameAttribute: element.name } : {}),
    ...(element.href ? { href: element.href } : {}),
    ...(element.alt ? { alt: element.alt } : {}),
    isButton: element.isButton === true,
    classes: element.classList ?? [],
    text: (element.visibleText ?? []).join(' '),
    neighborText: (element.neighborText ?? []).join(' '),
    ...(typeof element.location?.x === 'number' ? { box: element.location } : {}),
  };
}
