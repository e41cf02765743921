import type { Step } from '@millwright/core';

import { Dictionary } from './columns.ts';
import type { StepKind, StepShape, StepsDocument } from './run-document.ts';

const placeholder = '\u0001';

/**
 * What changes from run to run in a title: UUIDs, hexadecimal ids of at least eight digits that hold a digit, numbers of at
 * least five. Shorter numbers are mostly years, prices and fixed ports. The placeholder itself counts too, so that a title
 * that holds one is put together again as it was.
 */
const volatile =
  /\u0001|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d{5,}/gi;

/** The steps of an attempt without durations and volatile values. */
export interface ShapedSteps {
  readonly steps: readonly Step[];
  /** Equal for attempts that went through the same. */
  readonly key: string;
  /** What was taken out of the titles, joined by spaces; once when all are the same, as the port of a server. */
  readonly values: string | undefined;
}

export function shapedStepsOf(steps: readonly Step[]): ShapedSteps {
  const values: string[] = [];
  const shape = steps.map((step) => {
    const title = step.title.replace(volatile, (part) => {
      values.push(part);
      return placeholder;
    });
    return { ...step, title };
  });
  const key = JSON.stringify(
    shape.map(({ title, category, depth, failed, location }) => [title, category, depth, failed, location]),
  );
  if (values.length === 0) return { steps: shape, key, values: undefined };
  const distinct = new Set(values);
  return { steps: shape, key, values: [...(distinct.size === 1 ? distinct : values)].join(' ') };
}

/** The document of some shapes; what several steps have in common stands in `kinds`. */
export function stepsDocumentOf(shapes: readonly ShapedSteps[]): StepsDocument {
  const kinds = new Dictionary<StepKind>();
  const rows = shapes.map(({ steps }) =>
    steps.map(({ title, category, depth, failed, location }): StepShape => {
      const mark = failed === undefined ? 0 : failed ? 1 : 2;
      const kind: StepKind = location ? [category, depth, mark, location.file] : [category, depth, mark];
      const index = kinds.indexOf(JSON.stringify(kind), kind);
      return location ? [title, index, location.line, location.column] : [title, index];
    }),
  );
  return { format: 'millwright/steps', version: 1, kinds: kinds.entries, shapes: rows };
}

/** The steps of one attempt, put together again. */
export function stepsOfShape(
  document: StepsDocument,
  shape: number,
  durations: readonly number[],
  values: readonly string[],
): readonly Step[] | undefined {
  let next = 0;
  const valueOf = () => (values.length === 1 ? values[0] : values[next++]) ?? '';
  return document.shapes[shape]?.map(([title, kind, line, column], index) => {
    const [category, depth, failed, file] = document.kinds[kind] ?? ['', 0, 0];
    return {
      title: title.replaceAll(placeholder, valueOf),
      category,
      durationMs: durations[index] ?? 0,
      depth,
      ...(file !== undefined && line !== undefined && column !== undefined && { location: { file, line, column } }),
      ...(failed !== 0 && { failed: failed === 1 }),
    };
  });
}
