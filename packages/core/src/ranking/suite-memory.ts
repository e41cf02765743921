import { type OutcomeRecord, addResult, emptyRecord } from './outcome-record.ts';

/** What one run of the suite says of one test. */
export interface SuiteResult {
  /** The test: what runs in two projects are two tests. */
  readonly test: string;
  /** What the same test is called in all projects. */
  readonly family: string;
  readonly failed: boolean;
  readonly durationMs: number;
}

/** How many tests may fail together and still be told to belong together: more are one outage. */
const mostTogether = 60;

/** So much is believed of a test that nobody knows: one failure in ten first runs. */
const newTestPrior = { failures: 1, runs: 10 };

/**
 * What a suite's past says of its tests, run by run: it is told each run once, oldest first, and keeps of it what ranking asks for. Its
 * size grows with the number of tests, not of runs.
 */
export class SuiteMemory {
  /** By test. */
  readonly tests = new Map<string, OutcomeRecord>();
  /** By family, a run at a time: the share of its tests that failed. */
  readonly families = new Map<string, OutcomeRecord>();
  /** By family, a result at a time: what the last project said is newest. */
  readonly sequences = new Map<string, OutcomeRecord>();
  /** How often two families failed in one run. */
  readonly together = new Map<string, Map<string, number>>();
  /** Families that failed in the last run. */
  lastFailed: readonly string[] = [];
  /** Number of runs told. */
  runs = 0;
  /** Exponentially weighted mean (α = 0.1) of the share of families that fail in a run, 0–1. */
  failShare = 0.05;
  readonly #firstRuns = { ...newTestPrior };

  /** The share of families that fail when they run for the first time, 0–1. */
  get newTestFailShare(): number {
    return this.#firstRuns.failures / this.#firstRuns.runs;
  }

  /** Tells it a run. A run without results says nothing. */
  addRun(results: readonly SuiteResult[]): void {
    if (results.length === 0) return;
    this.runs += 1;
    const byFamily = Map.groupBy(results, ({ family }) => family);
    const failed: string[] = [];
    for (const [family, own] of byFamily) {
      const bad = own.filter((result) => result.failed).length;
      if (bad > 0) failed.push(family);
      if (!this.families.has(family)) this.#addFirst(bad > 0);
      const durationMs = own.reduce((sum, one) => sum + one.durationMs, 0) / own.length;
      addResult(recordIn(this.families, family), bad / own.length, durationMs, this.runs);
      for (const one of own) {
        addResult(recordIn(this.sequences, family), one.failed ? 1 : 0, one.durationMs, this.runs);
        addResult(recordIn(this.tests, one.test), one.failed ? 1 : 0, one.durationMs, this.runs);
      }
    }
    this.failShare += 0.1 * (failed.length / byFamily.size - this.failShare);
    this.lastFailed = failed;
    if (failed.length <= mostTogether) this.#addTogether(failed);
  }

  #addFirst(hasFailed: boolean): void {
    this.#firstRuns.runs += 1;
    if (hasFailed) this.#firstRuns.failures += 1;
  }

  #addTogether(failed: readonly string[]): void {
    for (const one of failed) {
      const counts = this.together.get(one) ?? new Map<string, number>();
      this.together.set(one, counts);
      for (const other of failed) if (other !== one) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
}

function recordIn(records: Map<string, OutcomeRecord>, key: string): OutcomeRecord {
  let record = records.get(key);
  if (!record) records.set(key, (record = emptyRecord()));
  return record;
}
