import { percentOf } from '../flake/words.ts';
import { baseStandingOf } from './base-standing.ts';
import type { OriginInput } from './origin-input.ts';
import { type Overlap, overlapWith } from './overlap.ts';
import { filesWords, sinceWords, testsWords } from './words.ts';
import type { OriginName } from './witness.ts';

/** "Is this red mine?" */
export interface Ownership {
  /** `unclear` between 35 % and 65 %. */
  readonly answer: 'yours' | 'not-yours' | 'unclear';
  /** That the change under test brought it, 0 to 1. */
  readonly probability: number;
  /** One line with the reason: `Yours, 84 %: …`. */
  readonly sentence: string;
}

/** Nobody is surer than this by what a history tells. */
export const mostSure = 0.99;

/** How likely a regression comes from the change under test, by how that change meets the failed tests. */
const ownWeights = {
  yes: 0.97,
  testFile: 0.95,
  perhaps: 0.75,
  no: 0.3,
  nothing: 0.05,
  unknown: 0.6,
  baseRed: 0.03,
} as const;

/**
 * That the change under test brought a failure: the share of a regression, times how likely that regression is of this change. On a
 * branch the change is what it has beyond its base; on the base branch itself, what came since the tests were good.
 */
export function ownershipOf(input: OriginInput, shares: Readonly<Record<OriginName, number>>): Ownership {
  const met = meetingOf(input);
  const probability = shares.regression * ownWeights[met.kind];
  const answer = probability >= 0.65 ? 'yours' : probability <= 0.35 ? 'not-yours' : 'unclear';
  const sure = Math.min(mostSure, answer === 'not-yours' ? 1 - probability : probability);
  const words = isOnBase(input) ? onBaseWords[answer] : branchWords[answer];
  return { answer, probability, sentence: `${words}, ${percentOf(sure)} %: ${reasonOf(input, shares, met)}.` };
}

const branchWords = { yours: 'Yours', 'not-yours': 'Not yours', unclear: 'Unclear whether yours' } as const;
/** On the base branch nobody knows whose change it is that is asked about. */
const onBaseWords = {
  yours: 'A real fault of the newest changes',
  'not-yours': 'Not of the newest changes',
  unclear: 'Unclear whether of the newest changes',
} as const;

interface Meeting {
  readonly kind: keyof typeof ownWeights;
  readonly overlap?: Overlap;
}

function meetingOf(input: OriginInput): Meeting {
  if (baseStandingOf(input)?.kind === 'red') return { kind: 'baseRed' };
  const files = ownFilesOf(input);
  if (files === undefined) return { kind: 'unknown' };
  const overlap = overlapWith(input, files);
  if (overlap.kind === 'yes') return { kind: 'yes', overlap };
  if (input.tests.some(({ file }) => files.includes(file))) return { kind: 'testFile' };
  return { kind: overlap.kind, overlap };
}

/** On a branch what it changes; on the base what came since the last good run. Undefined when neither is known. */
function ownFilesOf(input: OriginInput): readonly string[] | undefined {
  const { ownFiles, change } = input.surroundings;
  const since = change?.files.map(({ file }) => file);
  if (isOnBase(input)) return since;
  if (ownFiles === undefined || since === undefined) return ownFiles ?? since;
  // What this branch changed, and that was there already when the tests were good, is innocent.
  return ownFiles.filter((file) => since.includes(file));
}

function isOnBase({ run, surroundings: { baseBranch, ownFiles } }: OriginInput): boolean {
  return baseBranch !== undefined && run.branch === baseBranch && run.dirty !== true && (ownFiles ?? []).length === 0;
}

function reasonOf(input: OriginInput, shares: Readonly<Record<OriginName, number>>, met: Meeting): string {
  const base = baseStandingOf(input);
  if (base?.kind === 'red') {
    return `the same failure is on ${base.branch}${base.since === undefined ? '' : ` since ${base.since.slice(0, 7)}`}`;
  }
  if (Math.max(shares.flake, shares.environment) > shares.regression) return otherReasonOf(input, shares);
  const green = base?.kind === 'green' ? `, and ${base.branch} passed ${agoWords(base.at, input.run.startedAt)}` : '';
  return `${changeReasonOf(input, met)}${green}`;
}

function otherReasonOf(input: OriginInput, { flake, environment }: Readonly<Record<OriginName, number>>): string {
  if (environment > flake) {
    return input.tests.length > 1
      ? `it comes from what the tests run on (${input.tests.length} of ${input.executedTests} tests failed for this one reason)`
      : 'it comes from what the test runs on';
  }
  const recovered = input.tests.filter(({ outcome }) => outcome === 'flaky').length;
  if (recovered > 0) return 'it passed on the same code when tried again';
  return 'it looks like a flake';
}

function changeReasonOf(input: OriginInput, { kind, overlap }: Meeting): string {
  const isHere = input.run.dirty === true || input.run.branch === input.surroundings.baseBranch;
  const where = isOnBase(input) ? sinceWords(input) : isHere ? ' here' : ' in this branch';
  return changeReasons[kind]({ where, under: testsWords(input), files: overlap?.files ?? [] });
}

interface ReasonParts {
  readonly where: string;
  readonly under: string;
  readonly files: readonly string[];
}

const changeReasons: Readonly<Record<Meeting['kind'], (parts: ReasonParts) => string>> = {
  yes: ({ where, under, files }) =>
    `${filesWords(files)} changed${where} and ${files.length === 1 ? 'runs' : 'run'} under ${under}`,
  testFile: ({ where }) => `the test itself changed${where}`,
  perhaps: ({ where, under, files }) =>
    `${filesWords(files)} changed${where}, and what ${under} run is not fully known`,
  no: ({ where, under }) => `nothing that changed${where} runs under ${under}`,
  nothing: ({ where }) => `no code changed${where}`,
  unknown: () => 'git does not tell what changed',
  baseRed: () => 'the base branch fails alike',
};

function agoWords(before: string, now: string): string {
  const minutes = Math.round((Date.parse(now) - Date.parse(before)) / 60_000);
  if (minutes < 0) return 'since';
  if (minutes < 60) return `${minutes} min before`;
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} h before` : `${Math.round(minutes / 1440)} days before`;
}
