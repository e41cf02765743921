import { commitTouchOf } from '../bisect/commit-weight.ts';
import type { OriginInput } from './origin-input.ts';

/** How a change meets what failed tests reach. */
export interface Overlap {
  /** `perhaps`: the change reaches everything (a manifest), or what the tests reach is not fully known. `nothing`: no code changed. */
  readonly kind: 'yes' | 'no' | 'perhaps' | 'nothing';
  /** For `yes` the files that both name, else those that changed. */
  readonly files: readonly string[];
}

/** Undefined when the change is not known. */
export function overlapOf(input: OriginInput): Overlap | undefined {
  const { change } = input.surroundings;
  return change === undefined
    ? undefined
    : overlapWith(
        input,
        change.files.map(({ file }) => file),
      );
}

/** How these files meet what the failed tests reach, the tests' own files left out. */
export function overlapWith({ tests, surroundings: { reach } }: OriginInput, changed: readonly string[]): Overlap {
  const own = new Set(tests.map(({ file }) => file));
  const files = changed.filter((file) => !own.has(file));
  const reaches = tests.map(({ testId }) => reach?.get(testId));
  const reached = new Set(reaches.flatMap((one) => one?.files ?? []));
  const both = files.filter((file) => reached.has(file));
  if (both.length > 0) return { kind: 'yes', files: both };
  const touch = commitTouchOf(files, reached);
  if (!touch.code) return { kind: changed.length > files.length ? 'perhaps' : 'nothing', files };
  if (touch.configuration) return { kind: 'perhaps', files };
  // A browser test imports nothing of the product that it drives, so only counters can tell what it does not run.
  const isFull = tests.every(({ runner }, index) => {
    const known = reaches[index];
    return known !== undefined && (known.precision === 'executed' || runner === 'vitest');
  });
  return { kind: isFull ? 'no' : 'perhaps', files };
}
