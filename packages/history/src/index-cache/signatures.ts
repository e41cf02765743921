import { type Failure, failureOf, signatureOf } from '@millwright/core';

import type { ContentLookup } from '../run-document/failure-columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';

/** What was computed already; may be shared by all runs of a folder. */
export interface KnownSignatures {
  /** Template and values, as far as they count → signature. */
  readonly signatures: Map<string, string | undefined>;
  /** Template → indexes of the values that count letter by letter. */
  readonly exactValues: Map<string, readonly number[]>;
}

/** Computes the core's signatures of failures as run documents hold them, each distinct one once. */
export class SignatureReader {
  readonly #lookup: ContentLookup;
  readonly #known: KnownSignatures;

  constructor(lookup: ContentLookup, known: KnownSignatures) {
    this.#lookup = lookup;
    this.#known = known;
  }

  /** The signature of a failure of a run; undefined when there is none or its template is missing. */
  read(document: RunDocument, failure: number | undefined): string | undefined {
    const reference = failure === undefined ? undefined : document.failures[failure];
    if (!reference) return undefined;
    const [templateIndex, text] = reference;
    const hash = document.templates[templateIndex] ?? '';
    const template = this.#lookup('failure', hash)?.template;
    if (template === undefined) return undefined;
    const values = text === '' ? [] : text.split(' ');
    const exact = this.#exactValuesOf(hash, template, values.length).map((index) => values[index]);
    const key = [hash, ...exact, maskedOf(text)].join('\n');
    if (!this.#known.signatures.has(key)) {
      const rebuilt = rebuiltFailureOf(template, values);
      this.#known.signatures.set(key, rebuilt && signatureOf(rebuilt));
    }
    return this.#known.signatures.get(key);
  }

  #exactValuesOf(hash: string, template: string, count: number): readonly number[] {
    const known = this.#known.exactValues.get(hash);
    if (known) return known;
    const indexes = exactValuesOf(template, count);
    this.#known.exactValues.set(hash, indexes);
    return indexes;
  }
}

/** Most of a signature depends on how long numbers and ids are, and not on their digits. */
function maskedOf(values: string): string {
  return values.replaceAll(/\d/g, '0').replaceAll(/[a-f]/gi, 'a');
}

const firstMark = 7_300_000_000;

/** Indexes of the values in names of errors, files and functions, which a signature takes as they are. Found by filling in numbers that are easy to find again. */
function exactValuesOf(template: string, count: number): readonly number[] {
  const marks = Array.from({ length: count }, (_, index) => firstMark + index);
  const failure = rebuiltFailureOf(template, marks.map(String));
  // Whatever cannot be filled in with numbers is compared as a whole.
  if (!failure) return marks.map((_, index) => index);
  const parts = [
    failure.name,
    failure.location?.file,
    ...failure.frames.flatMap((frame) => [frame.file, frame.function]),
  ];
  const found = parts.join('\n').match(/73\d{8}/g) ?? [];
  return [...new Set(found.map((mark) => Number(mark) - firstMark))].filter((index) => index < count);
}

function rebuiltFailureOf(template: string, values: readonly string[]): Failure | undefined {
  try {
    return failureOf(template, values);
  } catch {
    return undefined;
  }
}
