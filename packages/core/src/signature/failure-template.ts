import { hashOf } from '../identity/test-id.ts';
import type { Failure } from '../model/failure.ts';

/** A failure with its volatile parts taken out: many failures share one template. */
export interface FailureTemplate {
  /** Name of the content: the first 16 hexadecimal digits of the SHA-1 of `template`. */
  readonly hash: string;
  /** JSON text of the failure in which U+0001 stands for each volatile part. */
  readonly template: string;
  /** The volatile parts in the order of their places. */
  readonly values: readonly string[];
}

const placeholder = '\u0001';

/** UUIDs, hexadecimal ids of at least eight digits that hold a digit, and numbers. */
const volatile =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?=[a-f]*\d)[0-9a-f]{8,}\b|\d+(?:\.\d+)?/gi;

/**
 * Splits a failure into a template and its values without losing a character: `failureOf` is the inverse.
 * Durations, ports, ids and line numbers become values, so a failure that repeats costs a few bytes.
 */
export function failureTemplateOf(failure: Failure): FailureTemplate {
  const values: string[] = [];
  const template = JSON.stringify(failure).replace(volatile, (part) => {
    values.push(part);
    return placeholder;
  });
  return { hash: hashOf(template).slice(0, 16), template, values };
}

/** Puts the values back into a template. Throws a SyntaxError when the two do not belong together. */
export function failureOf(template: string, values: readonly string[]): Failure {
  const parts = template.split(placeholder);
  if (parts.length !== values.length + 1) {
    throw new SyntaxError(
      `The failure template has ${parts.length - 1} places, and ${values.length} values came with it.`,
    );
  }
  return JSON.parse(parts.map((part, index) => part + (values[index] ?? '')).join('')) as Failure;
}
