import { type Failure, failureOf, signatureOf } from '@millwright/core';

import type { ContentLookup } from '../run-document/failure-columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';

/** Where failures are looked up, and what was computed already: `known` may be shared by all runs of a folder. */
export class SignatureReader {
  readonly #lookup: ContentLookup;
  readonly #known: Map<string, string>;

  constructor(lookup: ContentLookup, known: Map<string, string>) {
    this.#lookup = lookup;
    this.#known = known;
  }

  /** The core's signature of a failure of a run; undefined when there is none or its template is missing. */
  read(document: RunDocument, failure: number | undefined): string | undefined {
    const reference = failure === undefined ? undefined : document.failures[failure];
    if (!reference) return undefined;
    const [templateIndex, values] = reference;
    const hash = document.templates[templateIndex] ?? '';
    const rebuilt = rebuiltFailureOf(this.#lookup('failure', hash)?.template, values);
    if (!rebuilt) return undefined;
    const key = keyOf(hash, values, rebuilt);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const signature = signatureOf(rebuilt);
    this.#known.set(key, signature);
    return signature;
  }
}

function rebuiltFailureOf(template: string | undefined, values: string): Failure | undefined {
  if (template === undefined) return undefined;
  try {
    return failureOf(template, values === '' ? [] : values.split(' '));
  } catch {
    return undefined;
  }
}

/**
 * The template alone does not tell the signature: it has no numbers in names of errors, files and functions either. Elsewhere
 * a signature depends on how long the numbers and ids are, and not on their digits.
 */
function keyOf(hash: string, values: string, failure: Failure): string {
  const frame = failure.frames.find(({ origin }) => origin === 'user');
  const where = [failure.name, frame?.file ?? failure.location?.file, frame?.function];
  return [hash, ...where, values.replaceAll(/\d/g, '0').replaceAll(/[a-f]/gi, 'a')].join('\n');
}
