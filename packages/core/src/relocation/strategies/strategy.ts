import type { ElementFingerprint } from '../element-fingerprint.ts';
import type { LocatorChain } from '../locator/locator-chain.ts';

/** What a locator is written for. */
export interface SynthesisContext {
  /** The locator that does not find it any more, without positions and without the way into its frame; empty when it cannot be read. */
  readonly written: LocatorChain;
  /** The same with its positions. */
  readonly positioned: LocatorChain;
  /** The whole of it, as it is printed. */
  readonly failed: string;
  /** The way into the frame of the element. */
  readonly frames: LocatorChain;
  /** Names of the frames. */
  readonly frameNames: readonly string[];
  /** The element as it was, when that is known. */
  readonly old: ElementFingerprint | undefined;
  readonly winner: ElementFingerprint;
  /** Index of the winner on the page. */
  readonly index: number;
  readonly page: readonly ElementFingerprint[];
  /** Texts of the old locator: what the author wrote may be written again. */
  readonly writtenText: string;
}

/** One way to write a locator. It may propose what does not work: all that does not resolve to the element alone is dropped. */
export interface LocatorStrategy {
  readonly name: string;
  propose(context: SynthesisContext): readonly LocatorChain[];
}
