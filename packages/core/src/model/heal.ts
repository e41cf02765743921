import type { TestId } from './test.ts';

/** One try at repairing a test, from proposal to what became of it. */
export interface Heal {
  readonly id: string;
  readonly testId: TestId;
  /** What kind of repair: `locator`, `wait`, `random-seed` … */
  readonly kind: string;
  /** ISO 8601. */
  readonly proposedAt: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Probability that the repair is right, 0 to 1. */
  readonly probability: number;
  /** Runs of the test without the repair, made the same way as its verification; absent while none was made. */
  readonly control?: RunCount;
  /** Runs of the repaired test, and how many of them failed where failures do not end the proof. */
  readonly verification?: { readonly passed: boolean; readonly runs: number; readonly failures?: number };
  /**
   * `unproved`: tried, and not shown to help; `reverted`: accepted, and taken back later; `refused`: the application is what broke, or
   * the element was not found again; `escalated`: handed to a person with the likeliest element.
   */
  readonly outcome: 'proposed' | 'accepted' | 'rejected' | 'unproved' | 'reverted' | 'refused' | 'escalated';
  readonly decidedAt?: string;
  /** Why it was not accepted, in one sentence. */
  readonly reason?: string;
  /** SHA-1 of the file's text without the repair, once the repair was tried. */
  readonly sourceHash?: string;
  /** What tells later whether an accepted repair is still in its file. */
  readonly trace?: PatchTrace;
  /** What the file said of an accepted repair when it was last different; absent as long as the repair is in it. */
  readonly standing?: HealStanding;
  /** Why nothing was proposed, as a word that statistics count. */
  readonly refusal?: { readonly why: string; readonly isProduct: boolean };
  /** What the proof looked at, in its order. */
  readonly proof?: readonly ProofCheck[];
  /** The run with the failure that was to be repaired, and when that failed (ISO 8601). */
  readonly runId?: string;
  readonly failedAt?: string;
  /** The branch that an accepted repair was committed to; absent when it was written into the files. */
  readonly branch?: string;
  /** When a person took it back (ISO 8601), and whether they said that it hid a bug. */
  readonly takenBack?: { readonly at: string; readonly wasFalse: boolean };
  /** When the same step failed on its locator again, within 30 days after it was applied (ISO 8601). */
  readonly rebrokenAt?: string;
  /** When a person said that a repair that was taken back or given up may be tried again (ISO 8601). */
  readonly allowedAt?: string;
}

/** One condition of a proof. */
export interface ProofCheck {
  /**
   * `edit`: only locators changed. `unique`: one element in the browser. `passes`: the whole test, again and again. `contract`: the same
   * requests and navigation as when the test last passed. `other-tests`: those that use the edited text. `without-element`: with the
   * element taken off the page the step fails. `without-step`: whether the test notices when the step is left out. `altered-assertion`: with another expected value the assertion fails.
   */
  readonly name:
    | 'edit'
    | 'unique'
    | 'passes'
    | 'contract'
    | 'other-tests'
    | 'without-element'
    | 'without-step'
    | 'altered-assertion';
  readonly held: boolean;
  /** Whether it could not be asked: then it says nothing against the repair, and the proof does not hold. */
  readonly unasked?: true;
  /** What was seen, in one sentence. */
  readonly detail: string;
}

/** How often a test ran, and in how many of these runs it failed. */
export interface RunCount {
  readonly runs: number;
  readonly failures: number;
}

/** What a file says of a repair that was applied to it. */
export interface HealStanding {
  /**
   * `reverted`: the original text is back. `edited`: the repair's text is gone and the original is not back.
   * `fileGone`: there is no such file. `elsewhere`: the original text is there, but the repair was made in a CI job,
   * whose checkout is thrown away, or committed to a branch.
   */
  readonly state: 'reverted' | 'edited' | 'fileGone' | 'elsewhere';
  /** When this was noticed first (ISO 8601). */
  readonly noticedAt: string;
}

/** The changed lines of a patch and their surroundings. Lines are kept without the blanks around them, but for `text`. */
export interface PatchTrace {
  readonly hunks: readonly PatchHunk[];
  /** Whether it was applied in a CI job. */
  readonly inCi?: true;
}

/** Neighbouring lines that a patch changed. */
export interface PatchHunk {
  readonly original: readonly string[];
  readonly patched: readonly string[];
  /** So many lines above and below that the place is the only one of its kind in the file. */
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** How often the lines stand in the patched file. */
  readonly originalCount: number;
  readonly patchedCount: number;
  /** The same lines as they stand in the file, blanks and all, so that they can be put back. Repairs of old documents lack it. */
  readonly text?: { readonly original: string; readonly patched: string };
}
