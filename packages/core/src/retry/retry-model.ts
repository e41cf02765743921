import type { CauseClass } from '../cause/cause.ts';
import { causeOf } from '../cause/registry.ts';
import type { TestId } from '../model/test.ts';
import { priorChanceOf } from './retry-prior.ts';
import type { RetryTrial } from './retry-trials.ts';

/** What is about to be tried again. */
export interface RetrySubject {
  readonly cause: CauseClass;
  /** 1 for the first retry. */
  readonly retry: number;
  readonly testId?: TestId | undefined;
  readonly signature?: string | undefined;
  /** Chance that the failure is a flake, by the test's history; absent when there is none. 0 to 1. */
  readonly flakeRatio?: number | undefined;
}

/** The chance that a retry passes, and what it rests on. */
export interface RetryChance {
  /** 0 to 1, both excluded. */
  readonly ratio: number;
  /** The narrowest thing of which retries are remembered; `class` when nothing narrower is, `prior` when there is nothing at all. */
  readonly basis: 'failure' | 'test' | 'signature' | 'class' | 'prior';
  /** Retries that are remembered of it, and how many of them passed. */
  readonly trials: number;
  readonly passed: number;
}

/** What one level of the model has seen. */
interface Tally {
  trials: number;
  passed: number;
  /** The same, where trials of one signature count for little more than one story. */
  weight: number;
  weightPassed: number;
  /** Passes that the wider levels led one to expect. */
  expected: number;
}

/** Retries of one signature count in the levels above it for so many at most: a server that was down says little of other failures. */
const mostOfOneStory = 6;

/**
 * The levels from wide to narrow, each with the strength of its prior in pseudo-trials. A level corrects what the wider ones expect by
 * what it saw itself: the mean of a Beta posterior whose prior has the expected rate as mean and the strength as weight (credibility
 * after Bühlmann 1967). Corrections are differences of log-odds, so that signature and test, of which neither contains the other,
 * both count.
 */
const levels = [
  { name: 'project', strength: 20, isWide: true, keyOf: () => 'project' },
  { name: 'try', strength: 20, isWide: true, keyOf: ({ retry }) => `try ${Math.min(retry, 4)}` },
  { name: 'class', strength: 20, isWide: true, keyOf: ({ cause }) => `class ${cause}` },
  { name: 'signature', strength: 10, keyOf: ({ signature }) => signature && `signature ${signature}` },
  { name: 'test', strength: 20, keyOf: ({ testId }) => testId && `test ${testId}` },
  {
    name: 'failure',
    strength: 20,
    keyOf: ({ testId, signature }) => testId && signature && `failure ${testId} ${signature}`,
  },
] as const satisfies readonly Level[];

interface Level {
  readonly name: string;
  readonly strength: number;
  /** Whether it is above the signatures. */
  readonly isWide?: boolean;
  /** Which group of this level the subject belongs to; undefined when that is not known. */
  keyOf(subject: RetrySubject): string | undefined;
}

/** What the retries of a project taught; made by `learnRetries`. */
export interface RetryModel {
  /** Retries it was learned from. */
  readonly trials: number;
  chanceOf(subject: RetrySubject): RetryChance;
}

/**
 * Learns how likely retries pass, by number of the try, class, signature and test. `causeBySignature` names the class of what failed in the
 * past; a failure whose class is not known counts for its signature and test, and as `unknown`.
 */
export function learnRetries(
  trials: readonly RetryTrial[],
  causeBySignature: ReadonlyMap<string, CauseClass> = new Map(),
): RetryModel {
  const seen = seenTrialsOf(trials, causeBySignature);
  const tallies = new Map<string, Tally>();
  for (const level of levels as readonly Level[]) fitLevel(level, seen, tallies);
  return { trials: seen.length, chanceOf: (subject) => chanceOf(tallies, subject) };
}

/** A trial on its way through the levels. */
interface SeenTrial {
  readonly subject: RetrySubject;
  readonly passed: boolean;
  /** What it counts above the signatures. */
  readonly storyWeight: number;
  /** What the levels so far expect of it. */
  logOdds: number;
}

function seenTrialsOf(
  trials: readonly RetryTrial[],
  causeBySignature: ReadonlyMap<string, CauseClass>,
): readonly SeenTrial[] {
  const told = trials
    .map((trial) => ({ ...trial, cause: causeBySignature.get(trial.signature ?? '') ?? ('unknown' as const) }))
    // What must be waited for was not given a chance by a retry that followed at once.
    .filter(({ cause, waited }) => causeOf(cause).retry !== 'exponential' || waited === true);
  const counts = new Map<string | undefined, number>();
  for (const { signature } of told) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  return told.map((trial) => ({
    subject: trial,
    passed: trial.passed,
    storyWeight: Math.min(1, mostOfOneStory / (counts.get(trial.signature) ?? 1)),
    logOdds: logit(priorChanceOf(trial.cause, trial.retry, trial.flakeRatio)),
  }));
}

function fitLevel(level: Level, seen: readonly SeenTrial[], tallies: Map<string, Tally>): void {
  const keyed = seen.flatMap((trial) => {
    const key = level.keyOf(trial.subject);
    return key === undefined ? [] : [{ trial, key }];
  });
  for (const { trial, key } of keyed) take(tallies, key, trial, level.isWide ? trial.storyWeight : 1);
  for (const { trial, key } of keyed) trial.logOdds += correctionOf(tallies.get(key), level.strength);
}

function take(tallies: Map<string, Tally>, key: string, { passed, logOdds }: SeenTrial, weight: number): void {
  const tally = tallies.get(key) ?? { trials: 0, passed: 0, weight: 0, weightPassed: 0, expected: 0 };
  tally.trials += 1;
  tally.passed += passed ? 1 : 0;
  tally.weight += weight;
  tally.weightPassed += passed ? weight : 0;
  tally.expected += weight * sigmoid(logOdds);
  tallies.set(key, tally);
}

function correctionOf(tally: Tally | undefined, strength: number): number {
  if (tally === undefined) return 0;
  const mean = tally.expected / tally.weight;
  return logit((tally.weightPassed + strength * mean) / (tally.weight + strength)) - logit(mean);
}

function chanceOf(tallies: ReadonlyMap<string, Tally>, subject: RetrySubject): RetryChance {
  let logOdds = logit(priorChanceOf(subject.cause, subject.retry, subject.flakeRatio));
  for (const level of levels as readonly Level[]) {
    logOdds += correctionOf(tallies.get(level.keyOf(subject) ?? ''), level.strength);
  }
  return { ratio: sigmoid(logOdds), ...basisOf(tallies, subject) };
}

function basisOf(tallies: ReadonlyMap<string, Tally>, subject: RetrySubject): Omit<RetryChance, 'ratio'> {
  for (const name of ['failure', 'test', 'signature', 'class'] as const) {
    const level = (levels as readonly Level[]).find((candidate) => candidate.name === name);
    const tally = tallies.get(level?.keyOf(subject) ?? '');
    if (tally) return { basis: name, trials: tally.trials, passed: tally.passed };
  }
  return { basis: 'prior', trials: 0, passed: 0 };
}

/** Bounded, so that nothing is ever certain. */
function logit(ratio: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, ratio));
  return Math.log(bounded / (1 - bounded));
}

function sigmoid(logOdds: number): number {
  return Math.min(0.999, Math.max(0.001, 1 / (1 + Math.exp(-logOdds))));
}
