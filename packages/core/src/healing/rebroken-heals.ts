import { featuresOf } from '../cause/features.ts';
import type { Failure } from '../model/failure.ts';
import type { Heal } from '../model/heal.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { Run } from '../model/run.ts';
import type { TestId } from '../model/test.ts';

/** A failure of a test in earnest: no retry of the same run passed. */
export interface LaterFailure {
  readonly testId: TestId;
  readonly startedAtMs: number;
  readonly failure: Failure;
}

/** For so many days after it was applied, a repair answers for its step. */
const rebreakDays = 30;
const rebreakMs = rebreakDays * 86_400_000;

/** Whether a repair may still turn out to be broken again by what ran at a time. */
export function answersFor(heal: Heal, timeMs: number): boolean {
  const decidedMs = Date.parse(heal.decidedAt ?? '');
  return mayRebreak(heal) && timeMs > decidedMs && timeMs <= decidedMs + rebreakMs;
}

/** Whether it is a repair of a locator that was applied and of which no new break is known. */
export function mayRebreak({ kind, outcome, rebrokenAt, decidedAt }: Heal): boolean {
  return (
    kind === 'locator' &&
    (outcome === 'accepted' || outcome === 'reverted') &&
    rebrokenAt === undefined &&
    decidedAt !== undefined
  );
}

/** The failures of the tests that a run says are broken, each with when its attempt began. */
export function laterFailuresOf(run: Pick<Run, 'tests' | 'attempts'>): readonly LaterFailure[] {
  const attempts = Map.groupBy(run.attempts, (attempt) => attempt.testId);
  return run.tests.flatMap((test) => {
    const own = attempts.get(test.id) ?? [];
    if (outcomeOf(test, own) !== 'unexpected') return [];
    return own.flatMap(({ testId, startedAtMs, failures = [] }) =>
      failures.map((failure) => ({ testId, startedAtMs, failure })),
    );
  });
}

/**
 * The repaired locators that failed again within thirty days: the same test failed because the new locator, or one in a repaired
 * line, found no element or several. Only these, with the time of the first such failure. `currentIdOf` follows renamed tests.
 */
export function rebrokenHealsOf(
  heals: readonly Heal[],
  failures: readonly LaterFailure[],
  currentIdOf: (id: TestId) => TestId = (id) => id,
): readonly Heal[] {
  const ofLocators = failures.flatMap((later) => {
    const step = failingStepOf(later.failure);
    return step === undefined ? [] : [{ ...later, step }];
  });
  return heals.flatMap((heal) => {
    const times = ofLocators
      .filter(
        ({ testId, startedAtMs, step }) =>
          currentIdOf(testId) === currentIdOf(heal.testId) && answersFor(heal, startedAtMs) && isOf(heal, step),
      )
      .map(({ startedAtMs }) => startedAtMs);
    return times.length === 0 ? [] : [{ ...heal, rebrokenAt: new Date(Math.min(...times)).toISOString() }];
  });
}

/** A step whose locator did not find its one element. */
interface FailingStep {
  readonly locator: string;
  /** The line of code as the runner printed it, without blanks around it, and its file. */
  readonly line?: string;
  readonly file?: string;
}

function failingStepOf(failure: Failure): FailingStep | undefined {
  const { locator, matched, around } = featuresOf(failure);
  if (locator === undefined || (matched !== 'none' && matched !== 'many')) return undefined;
  const line = failingLine.exec(around)?.[1];
  const file = failure.location?.file ?? failure.frames.find(({ origin }) => origin === 'user')?.file;
  return { locator, ...(line === undefined ? {} : { line }), ...(file === undefined ? {} : { file }) };
}

const failingLine = /^[ \t]*>[ \t]*\d+[ \t]*\|[ \t]*(\S.*?)\s*$/m;

function isOf({ after, file, trace }: Heal, step: FailingStep): boolean {
  const lines = [...after.split('\n'), ...(trace?.hunks ?? []).flatMap(({ patched }) => patched)];
  if (step.file === file && lines.some((line) => line.trim() === step.line)) return true;
  return lines.some((line) => hasLocator(line, step.locator));
}

/** Whether code uses a whole locator: not only its beginning, and not inside of another. */
function hasLocator(code: string, locator: string): boolean {
  const parts = plainQuotes(code).split(plainQuotes(locator));
  return parts.slice(1).some((after, index) => !goesBefore.test(parts[index] ?? '') && !goesOn.test(after));
}

const goesBefore = /\)\s*\.\s*$/;
/** What makes another locator of one. */
const goesOn = /^\s*\.\s*(?:getBy\w+|locator|filter|first|last|nth|and|or|frameLocator|contentFrame)\b/;

function plainQuotes(text: string): string {
  return text.replaceAll(/["`]/g, "'").replaceAll(/\s+/g, ' ').trim();
}
