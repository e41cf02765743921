import type { ElementFingerprint } from '@millwright/core/relocation';

interface CallPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The element behind a locator, as a worker tells it: Playwright's test id, absolute paths, whole addresses. */
export interface ElementEntry {
  readonly k: 'element';
  readonly t: string;
  readonly r: number;
  readonly key: string;
  readonly place: CallPlace;
  readonly locator: string;
  readonly selector: string;
  readonly action: string;
  readonly ordinal: number;
  readonly isList?: true;
  readonly url: string;
  readonly fingerprint: ElementFingerprint;
  readonly twins: number;
  /** Name of a file in the capture folder. */
  readonly picture?: string;
  readonly at: string;
}

/** Which locators an attempt used, by the keys of their elements. */
export interface UsesEntry {
  readonly k: 'uses';
  readonly t: string;
  readonly r: number;
  readonly keys: readonly string[];
  /** What followed the calls with these keys. */
  readonly contracts?: Readonly<Record<string, RawContract>>;
}

/** What followed a call, with whole addresses without query and fragment, and what the requests carried as `name=digest`. */
export interface RawContract {
  readonly requests: readonly (readonly [
    method: string,
    url: string,
    status: number | 'failed',
    sent: readonly string[],
  ])[];
  readonly urlAfter: string;
  /** Where a request carried what the call put into its field: method, address, and `name=digest`. */
  readonly given?: readonly [method: string, url: string, value: string];
}

/** A file `page-….json` in the capture folder. */
export interface PageEntry {
  readonly t: string;
  readonly r: number;
  readonly page: Omit<ElementEntry, 'k' | 't' | 'r' | 'key' | 'fingerprint' | 'twins' | 'picture' | 'at'> & {
    readonly title: string;
    readonly matches: number;
    readonly status?: number;
    readonly elements: readonly ElementFingerprint[];
  };
}
