import type { Attempt, Step } from '@millwright/core';

import { Dictionary, bySparseIndex, sparseOf } from './columns.ts';
import type { ContentWriter } from './contents.ts';
import { durationsOfLetters, levelLettersOf } from './duration-levels.ts';
import type { ContentLookup } from './failure-columns.ts';
import type { AttemptColumns, StepColumns } from './run-document.ts';
import { type ShapedSteps, shapedStepsOf, stepsDocumentOf, stepsOfShape } from './step-shapes.ts';
import { shapesOfStretches, stretchesOf } from './usual-shapes.ts';

/** Where a test stands among all tests of the run, and the group of neighbours whose steps share a document. */
export interface TestPlace {
  readonly index: number;
  readonly group: number;
}

interface Stepped {
  readonly attempt: Attempt;
  readonly shaped: ShapedSteps;
  readonly place: TestPlace;
}

/**
 * Steps of all attempts as columns. Passing attempts of neighbouring tests share a document, because they look alike in every
 * run; an attempt that did not pass has a document of its own, so that it does not give its neighbours a new one.
 */
export function stepColumnsOf(
  attempts: readonly Attempt[],
  placeOf: (attempt: Attempt) => TestPlace,
  contents: ContentWriter,
): StepColumns | undefined {
  if (!attempts.some((attempt) => attempt.steps)) return undefined;
  const stepped = attempts.map((attempt): Stepped | undefined =>
    attempt.steps ? { attempt, shaped: shapedStepsOf(attempt.steps), place: placeOf(attempt) } : undefined,
  );
  const { documents, sizes, shapeOf } = writeShapes(stepped, contents);
  const usual = usualShapesOf(stepped, shapeOf);
  const letters = stepped.map((one) => one && levelLettersOf(one.shaped.steps.map((step) => step.durationMs)));
  const unusual = sparseOf(
    stepped.map((one, index) => {
      const expected = usualShapeOf(
        attempts[index]?.status === 'passed',
        placeOf(attempts[index] as Attempt).index,
        usual,
      );
      const shape = one ? shapeOf(one) : -1;
      return shape === expected ? undefined : shape;
    }),
  );
  const values = sparseOf(stepped.map((one) => one?.shaped.values));
  const exact = sparseOf(
    stepped.map((one, index) =>
      letters[index] === undefined ? one?.shaped.steps.map((step) => step.durationMs) : undefined,
    ),
  );
  const levels = letters.filter((word) => word !== undefined);
  return {
    documents,
    sizes,
    usual: stretchesOf(usual),
    ...(unusual && { unusual }),
    ...(levels.length > 0 && { levels: levels.join(' ') }),
    ...(exact && { durations: exact }),
    ...(values && { values }),
  };
}

/** Shapes count on over all documents: documents in the order of the tests, shapes of a group in the order of its tests. */
function writeShapes(stepped: readonly (Stepped | undefined)[], contents: ContentWriter) {
  const groups = new Map<string, Map<string, ShapedSteps>>();
  const inOrder = stepped.filter((one) => one !== undefined).sort((a, b) => a.place.index - b.place.index);
  for (const one of inOrder) {
    const shapes = groups.get(groupKeyOf(one)) ?? new Map<string, ShapedSteps>();
    if (!shapes.has(one.shaped.key)) shapes.set(one.shaped.key, one.shaped);
    groups.set(groupKeyOf(one), shapes);
  }
  const documents = new Dictionary<string>();
  const sizes: number[] = [];
  const firstShapes: number[] = [];
  const places = new Map<string, number>();
  let next = 0;
  for (const [group, shapes] of [...groups].sort(([a], [b]) => Number(isOwn(a)) - Number(isOwn(b)))) {
    const hash = contents.add('steps', stepsDocumentOf([...shapes.values()]));
    const document = documents.indexOf(hash, hash);
    if (sizes[document] === undefined) {
      sizes[document] = shapes.size;
      firstShapes[document] = next;
      next += shapes.size;
    }
    [...shapes.keys()].forEach((key, index) => places.set(`${group}\n${key}`, (firstShapes[document] ?? 0) + index));
  }
  const shapeOf = (one: Stepped) => places.get(`${groupKeyOf(one)}\n${one.shaped.key}`) ?? -1;
  return { documents: documents.entries, sizes, shapeOf };
}

function groupKeyOf({ attempt, shaped, place }: Stepped): string {
  return attempt.status === 'passed' ? `passed ${place.group}` : `own ${shaped.key}`;
}

function isOwn(groupKey: string): boolean {
  return groupKey.startsWith('own ');
}

function usualShapesOf(stepped: readonly (Stepped | undefined)[], shapeOf: (one: Stepped) => number) {
  const usual = new Map<number, number>();
  for (const one of stepped) {
    if (one?.attempt.status === 'passed' && !usual.has(one.place.index)) usual.set(one.place.index, shapeOf(one));
  }
  return usual;
}

/** What is not told: an attempt that passed went through the usual shape of its test, any other has no steps. */
function usualShapeOf(passed: boolean, test: number, usual: ReadonlyMap<number, number>): number {
  return passed ? (usual.get(test) ?? -1) : -1;
}

/** Reads the steps of each attempt back; attempts without steps give undefined. */
export function readSteps(
  columns: AttemptColumns,
  lookup: ContentLookup,
  missing: Set<string>,
): readonly (readonly Step[] | undefined)[] {
  const { steps } = columns;
  if (!steps) return [];
  const shapeAt = shapeReaderOf(steps, lookup, missing);
  const usual = shapesOfStretches(steps.usual);
  const unusual = bySparseIndex(steps.unusual);
  const exact = bySparseIndex(steps.durations);
  const values = bySparseIndex(steps.values);
  const words = steps.levels?.split(' ') ?? [];
  let next = 0;
  return columns.test.map((test, index) => {
    const shape = unusual.get(index) ?? usualShapeOf(columns.status[index] === 'p', test, usual);
    if (shape < 0) return undefined;
    const durations = exact.get(index) ?? durationsOfLetters(words[next++] ?? '');
    return shapeAt(shape, durations, values.get(index)?.split(' ') ?? []);
  });
}

function shapeReaderOf(steps: StepColumns, lookup: ContentLookup, missing: Set<string>) {
  const places = steps.documents.flatMap((hash, index) => {
    const document = lookup('steps', hash);
    if (!document) missing.add(`steps ${hash}`);
    return Array.from({ length: steps.sizes[index] ?? 0 }, (_, shape) => ({ document, shape }));
  });
  return (shape: number, durations: readonly number[], values: readonly string[]) => {
    const place = places[shape];
    return place?.document && stepsOfShape(place.document, place.shape, durations, values);
  };
}
