import { renderCount } from '../render/duration.ts';
import { type Annotation, workflowCommandOf } from '../render/github-annotations.ts';
import { culpritOf } from './culprit.ts';
import { causeDigestOf } from './digest.ts';
import type { ExplainedCause, ExplainedReport } from './explained-report.ts';
import { percent } from './percent.ts';
import { originSharesOf } from './sections/origin.ts';

/**
 * GitHub shows no more errors, and no more warnings, of one step than this:
 * https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
 */
const mostOfLevel = 10;
const shownTests = 5;

/**
 * An annotation for each cause at the line that failed: an error when a test failed for good, a warning when all passed when tried
 * again. What is beyond the limit of GitHub is counted in the last one. `prefix` goes before each file.
 */
export function renderAnnotations(report: ExplainedReport, prefix: string): string {
  const annotations = report.causes.map(annotationOf);
  return (['error', 'warning'] as const)
    .flatMap((level) =>
      cappedOf(
        annotations.filter((annotation) => annotation.level === level),
        level,
      ),
    )
    .map((annotation) => `${workflowCommandOf(annotation, prefix)}\n`)
    .join('');
}

function cappedOf(annotations: readonly Annotation[], level: Annotation['level']): readonly Annotation[] {
  if (annotations.length <= mostOfLevel) return annotations;
  const left = annotations.length - mostOfLevel + 1;
  const message = 'GitHub shows ten annotations of a kind. All causes: e2e debug-execution';
  return [
    ...annotations.slice(0, mostOfLevel - 1),
    { level, title: renderCount(left, 'more cause'), message, location: undefined },
  ];
}

function annotationOf(cause: ExplainedCause): Annotation {
  const { tests, title, fixes } = cause;
  const isFailed = cause.outsideTests || tests.some(({ outcome }) => outcome === 'unexpected');
  const [fix] = fixes;
  const culprit = culpritOf(cause);
  const lines = [
    causeDigestOf(cause),
    originSharesOf(cause)
      .map(({ name, share }) => `${name} ${percent(share)}`)
      .join(', '),
    ...(culprit === undefined ? [] : [culprit]),
    ...(fix === undefined ? [] : [`Do: ${fix.summary}`]),
    ...tests.slice(0, shownTests).map((test) => `${test.outcome === 'flaky' ? 'flaky' : 'failed'}: ${test.title}`),
    ...(tests.length > shownTests ? [`and ${renderCount(tests.length - shownTests, 'more test')}`] : []),
  ];
  return {
    level: isFailed ? 'error' : 'warning',
    title: `${title} (${tests.length === 0 ? 'outside any test' : renderCount(tests.length, 'test')})`,
    message: lines.join('\n'),
    location: placeOf(cause),
  };
}

/** A line of the project itself: code of packages is not in the repository. */
function placeOf({ location, tests }: ExplainedCause): Annotation['location'] {
  const isOwn = location !== undefined && !/(?:^|\/)node_modules\/|^\.\.\/|^\/|^[a-z]+:/iu.test(location.file);
  if (isOwn) return location;
  const [test] = tests;
  return test && { file: test.file, line: test.line, column: 1 };
}
