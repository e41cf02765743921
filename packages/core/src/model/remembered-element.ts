import type { ElementFingerprint } from '../relocation/element-fingerprint.ts';
import type { TestId } from './test.ts';

/** An element that a locator resolved to in a test that passed. */
export interface RememberedElement {
  /** The call in the test's source: relative to the root, line and column from 1. */
  readonly place: { readonly file: string; readonly line: number; readonly column: number };
  /** The locator as its author reads it, such as `getByRole('button', { name: 'Sign in' })`. */
  readonly locator: string;
  /** Playwright's own selector of it, such as `internal:role=button[name="Sign in"i]`. */
  readonly selector: string;
  /** `click`, `fill`, `expect` …: the method that was sent to the browser. */
  readonly action: string;
  /** Which use of this locator at this place in one test, from 0: a loop comes by more than once. */
  readonly ordinal: number;
  /** Whether the call asserts a list or a count: then the fingerprint is that of the first element. */
  readonly isList?: boolean;
  /** Path of the page with numbers and ids replaced by `:id`, without origin, query and fragment. */
  readonly url: string;
  readonly fingerprint: ElementFingerprint;
  /** How many elements of that page had the same role and name, or the same text; 1 when it was the only one. */
  readonly twins: number;
  /** What the call led to; absent when that was not watched. */
  readonly contract?: StepContract;
  /** A picture of the page around it as it was then, below `.millwright`, when one was asked for; it may be gone. */
  readonly picture?: string;
  /** When it was last seen like this, ISO 8601. */
  readonly seenAt: string;
  /**
   * What the locator resolved to before, when that was another element as far as one can tell: a list in another order, or an
   * element that changed altogether; also a link as it was when it led elsewhere.
   */
  readonly before?: { readonly fingerprint: ElementFingerprint; readonly seenAt: string };
}

/** What followed a call until the next one of the test. */
export interface StepContract {
  /** Requests to the application's own host that scripts or navigation made, such as `POST /api/orders/:id 2xx`; sorted, each once. */
  readonly requests: readonly string[];
  /** The page's address when the next call was made, as in `url` of the element. */
  readonly urlAfter: string;
  /**
   * What these requests carried in path, query, form or JSON body, such as `POST /api/orders coupon=9f2c`: the value as a digest of 16 bits,
   * `*` for a secret, `~` where it is made up anew or not known; sorted, each once. `POST /api/orders =9f2c` is the digest of all values of
   * one request together. Absent when it was not watched.
   */
  readonly sent?: readonly string[];
  /** The line of `sent`, of this step or a later one, with what the step put into its field; absent when not just one carried it. */
  readonly given?: string;
}

/** What the locators of one test resolved to. */
export interface TestElements {
  readonly testId: TestId;
  /** In the order of their places. */
  readonly elements: readonly RememberedElement[];
}

/** A page on which a locator failed, as it was when the test ended. */
export interface FailingPage {
  readonly place: RememberedElement['place'];
  readonly locator: string;
  readonly selector: string;
  readonly action: string;
  readonly ordinal: number;
  /** Whether the call asserts a list or a count. */
  readonly isList?: boolean;
  readonly url: string;
  /** The page's title. */
  readonly title: string;
  /** How many elements the locator matched there, once the page was quiet. */
  readonly matches: number;
  /** HTTP status of the page's own document; undefined when it is not known. */
  readonly status?: number;
  /** Every element that a person could see or use, in the order of the tree. */
  readonly elements: readonly ElementFingerprint[];
}

/** A failing page with the attempt that it belongs to. */
export interface RecordedFailingPage {
  readonly runId: string;
  readonly testId: TestId;
  readonly retry: number;
  /** ISO 8601. */
  readonly recordedAt: string;
  readonly page: FailingPage;
}
