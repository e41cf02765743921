import type { DebugCause, DebugReport, FixRisk, SourceLocation, SuggestedFix } from '@millwright/core';

/** A suggestion as it is shown: its edit as a diff. */
export interface ShownFix extends Omit<SuggestedFix, 'patch'> {
  readonly risk: FixRisk;
  readonly location?: SourceLocation;
  /** Unified. */
  readonly diff?: string;
}

/** An earlier failure that resembles a cause, and how it ended. */
export interface ShownIncident {
  readonly signature: string;
  /** 0 to 1; 1 is the same signature. */
  readonly similarity: number;
  /** What happened, in one line. */
  readonly digest: string;
  readonly testCount: number;
  /** How often it came and went. */
  readonly times: number;
  /** ISO 8601. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly runId: string;
  /** How it ended the last time: `retry`, `unchanged` (passed again on the same code), `changed` (passed at another commit). */
  readonly resolution: 'retry' | 'unchanged' | 'changed';
  /** The first run in which it was over. */
  readonly resolvedIn: string;
  /** The commit that ended it, when it was one; else the newest of those that came between. */
  readonly commit?: string;
  /** How it was resolved, in one sentence. */
  readonly told: string;
}

/** A cause with what to do about it and what was done before. */
export interface ExplainedCause extends DebugCause {
  /** The least risky first. Never empty. */
  readonly fixes: readonly ShownFix[];
  /** The most alike first, three at most. */
  readonly incidents: readonly ShownIncident[];
}

/** Why runs failed, with everything that the history and the source add to it. */
export interface ExplainedReport extends Omit<DebugReport, 'causes'> {
  /** Those that took the most tests down first. */
  readonly causes: readonly ExplainedCause[];
}
