import type { Attempt, Step } from '@millwright/core';

import { Dictionary, bySparseIndex, sparseOf } from './columns.ts';
import type { ContentWriter } from './contents.ts';
import type { ContentLookup } from './failure-columns.ts';
import type { AttemptColumns, StepColumns, StepShape } from './run-document.ts';

const placeholder = '\u0001';

/**
 * What changes from run to run in a title: UUIDs, hexadecimal ids of at least eight digits that hold a digit, numbers of at
 * least four. The placeholder itself counts too, so that a title that holds one is put together again as it was.
 */
const volatile =
  /\u0001|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d{4,}/gi;

interface ShapedAttempt {
  readonly shape: readonly StepShape[];
  readonly key: string;
  readonly values: string | undefined;
}

/**
 * Steps of all attempts as columns. Passing attempts of one spec file share a document, because they look alike in every run;
 * an attempt that did not pass has a document of its own, so that it does not give its whole file a new one.
 */
export function stepColumnsOf(
  attempts: readonly Attempt[],
  groupOf: (attempt: Attempt) => number,
  contents: ContentWriter,
): StepColumns | undefined {
  if (!attempts.some((attempt) => attempt.steps)) return undefined;
  const shaped = attempts.map((attempt) => (attempt.steps ? shapedAttemptOf(attempt.steps) : undefined));
  const shapesByGroup = groupShapes(attempts, shaped, groupOf);
  const documents = new Dictionary<string>();
  const placeOf = new Map<string, readonly [number, number]>();
  for (const [group, shapes] of shapesByGroup) {
    const keys = [...shapes.keys()].sort();
    const hash = contents.add('steps', {
      format: 'millwright/steps',
      version: 1,
      shapes: keys.map((key) => shapes.get(key) as readonly StepShape[]),
    });
    const document = documents.indexOf(hash, hash);
    keys.forEach((key, index) => placeOf.set(`${group}\n${key}`, [document, index]));
  }
  const values = sparseOf(shaped.map((one) => one?.values));
  return {
    documents: documents.entries,
    shape: attempts.flatMap(
      (attempt, index) =>
        placeOf.get(`${groupKeyOf(attempt, shaped[index], groupOf)}\n${shaped[index]?.key}`) ?? [-1, -1],
    ),
    durations: attempts.flatMap((attempt) => (attempt.steps ? [attempt.steps.map((step) => step.durationMs)] : [])),
    ...(values && { values }),
  };
}

function groupShapes(
  attempts: readonly Attempt[],
  shaped: readonly (ShapedAttempt | undefined)[],
  groupOf: (attempt: Attempt) => number,
) {
  const groups = new Map<string, Map<string, readonly StepShape[]>>();
  attempts.forEach((attempt, index) => {
    const one = shaped[index];
    if (!one) return;
    const key = groupKeyOf(attempt, one, groupOf);
    const shapes = groups.get(key) ?? new Map<string, readonly StepShape[]>();
    shapes.set(one.key, one.shape);
    groups.set(key, shapes);
  });
  return groups;
}

function groupKeyOf(
  attempt: Attempt,
  shaped: ShapedAttempt | undefined,
  groupOf: (attempt: Attempt) => number,
): string {
  return attempt.status === 'passed' ? `passed ${groupOf(attempt)}` : `own ${shaped?.key}`;
}

function shapedAttemptOf(steps: readonly Step[]): ShapedAttempt {
  const values: string[] = [];
  const shape = steps.map((step) => shapeOf(step, values));
  return { shape, key: JSON.stringify(shape), values: values.length > 0 ? values.join(' ') : undefined };
}

function shapeOf(step: Step, values: string[]): StepShape {
  const title = step.title.replace(volatile, (part) => {
    values.push(part);
    return placeholder;
  });
  const failed = step.failed === undefined ? 0 : step.failed ? 1 : 2;
  const { location } = step;
  return location
    ? [title, step.category, step.depth, failed, location.file, location.line, location.column]
    : [title, step.category, step.depth, failed];
}

/** Reads the steps of each attempt back; attempts without steps give undefined. */
export function readSteps(
  columns: AttemptColumns,
  lookup: ContentLookup,
  missing: Set<string>,
): readonly (readonly Step[] | undefined)[] {
  const { steps } = columns;
  if (!steps) return [];
  const documents = steps.documents.map((hash) => lookup('steps', hash));
  documents.forEach((document, index) => {
    if (!document) missing.add(`steps ${steps.documents[index]}`);
  });
  const values = bySparseIndex(steps.values);
  let next = 0;
  return columns.test.map((_, index) => {
    const document = steps.shape[index * 2] ?? -1;
    if (document < 0) return undefined;
    const durations = steps.durations[next++] ?? [];
    const shape = documents[document]?.shapes[steps.shape[index * 2 + 1] ?? -1];
    return shape && stepsOf(shape, durations, values.get(index)?.split(' ') ?? []);
  });
}

function stepsOf(
  shape: readonly StepShape[],
  durations: readonly number[],
  values: readonly string[],
): readonly Step[] {
  let next = 0;
  return shape.map(([title, category, depth, failed, file, line, column], index) => ({
    title: title.replaceAll(placeholder, () => values[next++] ?? ''),
    category,
    durationMs: durations[index] ?? 0,
    depth,
    ...(file !== undefined && line !== undefined && column !== undefined && { location: { file, line, column } }),
    ...(failed !== 0 && { failed: failed === 1 }),
  }));
}
