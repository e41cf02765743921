import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

import type { RunnerName, TestId } from '../model/test.ts';

/** What makes a test the same test in two runs. */
export interface TestIdentity {
  readonly runner: RunnerName;
  readonly project: string;
  /** Posix, relative to the project root. */
  readonly file: string;
  readonly titlePath: readonly string[];
  /** 0 or absent for the first test with this title path in the file, then 1, 2 … */
  readonly ordinal?: number;
}

/** SHA-1 of a text in hexadecimal. Adapters hand in the platform's own, which is several times as fast as `hashOf`. */
export type TextHash = (text: string) => string;

/**
 * The identity of a test: the first 16 hexadecimal digits of the SHA-1 of its parts, joined by U+001E.
 * Lines and columns never take part, so a test keeps its id when the code above it changes.
 */
export function testIdOf(identity: TestIdentity, hash: TextHash = hashOf): TestId {
  const parts = [identity.runner, identity.project, identity.file, ...identity.titlePath];
  if (identity.ordinal) parts.push(`#${identity.ordinal}`);
  return hash(parts.join('\u001E')).slice(0, 16);
}

/** SHA-1 of a text in hexadecimal: for naming content, not for secrets. */
export function hashOf(text: string): string {
  return bytesToHex(sha1(utf8ToBytes(text)));
}
