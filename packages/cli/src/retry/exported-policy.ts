import type { FailureOutlook } from './find-retry-outlooks.ts';
import type { RetryPolicyView } from './read-retry-policy.ts';

/** Retries of one test, whatever it fails with: a runner's own retries do not ask. */
interface ExportedTest {
  readonly testId: string;
  readonly runner: string;
  readonly project: string;
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly retries: number;
}

/** `millwright/retry-policy`, version 1: what a runner's configuration can use. */
export interface ExportedPolicy extends Readonly<Record<string, unknown>> {
  readonly format: 'millwright/retry-policy';
  readonly version: 1;
  /** For files that are not named. */
  readonly retries: number;
  /** The most of any test in the file, for files in which it differs from `retries`. */
  readonly files: Readonly<Record<string, number>>;
  /** Every test of which a failure is remembered. */
  readonly tests: readonly ExportedTest[];
}

/** The policy as plain numbers: of a test that failed in several ways, that which deserves most retries counts. */
export function exportedPolicyOf({ classes, failures }: RetryPolicyView): ExportedPolicy {
  const retries = classes.find(({ cause }) => cause === 'unknown')?.retries ?? 0;
  const tests = [...Map.groupBy(failures, ({ test }) => test.id).values()]
    .map(exportedTestOf)
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.titlePath.join().localeCompare(b.titlePath.join()));
  const files = [...Map.groupBy(tests, ({ file }) => file)]
    .map(([file, own]) => [file, Math.max(...own.map((test) => test.retries))] as const)
    .filter(([, most]) => most !== retries);
  return { format: 'millwright/retry-policy', version: 1, retries, files: Object.fromEntries(files), tests };
}

function exportedTestOf(failures: readonly FailureOutlook[]): ExportedTest {
  const { id, runner, project, file, titlePath } = (failures[0] as FailureOutlook).test;
  const retries = Math.max(...failures.map((failure) => failure.retries));
  return { testId: id, runner, project, file, titlePath, retries };
}
