import { type Failure, failureOf, isHttpStatus, signatureOf } from '@millwright/core';

import type { ContentLookup } from '../run-document/failure-columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';

/** What was computed already; may be shared by all runs of a folder. */
export interface KnownSignatures {
  /** Template and values, as far as they count → signature. */
  readonly signatures: Map<string, string | undefined>;
  /** Template → how much each of its values counts. */
  readonly weights: Map<string, readonly ValueWeight[]>;
}

/**
 * How much a value counts in a signature: letter by letter in names of errors, files and functions; as what it may mean in what was
 * said; by its form alone everywhere else.
 */
type ValueWeight = 'name' | 'said' | 'code' | 'form';

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
    const weights = this.#weightsOf(hash, template, values.length);
    const key = `${hash}\n${values.map((value, index) => countedPartOf(value, weights[index] ?? 'name')).join(' ')}`;
    if (!this.#known.signatures.has(key)) {
      const rebuilt = rebuiltFailureOf(template, values);
      this.#known.signatures.set(key, rebuilt && signatureOf(rebuilt));
    }
    return this.#known.signatures.get(key);
  }

  #weightsOf(hash: string, template: string, count: number): readonly ValueWeight[] {
    const known = this.#known.weights.get(hash);
    if (known) return known;
    const weights = weightsOf(template, count);
    this.#known.weights.set(hash, weights);
    return weights;
  }
}

function countedPartOf(value: string, weight: ValueWeight): string {
  if (weight === 'name' || (weight === 'code' && value.length > 3)) return value;
  if (weight !== 'form' && meansSomething(value)) return value;
  // How long numbers and ids are decides what they are taken for; which digits they have does not.
  return value.replaceAll(/\d/g, '1').replaceAll(/[a-f]/gi, 'a');
}

/** Nothing, a status, or the beginning of an address of this machine. */
function meansSomething(value: string): boolean {
  return value === '0' || value === '0.0' || value.startsWith('127.') || isHttpStatus(Number(value));
}

const firstMark = 7_300_000_000;

/** Found by filling in numbers that are easy to find again. */
function weightsOf(template: string, count: number): readonly ValueWeight[] {
  const marks = Array.from({ length: count }, (_, index) => firstMark + index);
  const failure = rebuiltFailureOf(template, marks.map(String));
  // Whatever cannot be filled in with numbers is compared as a whole.
  if (!failure) return marks.map(() => 'name');
  const { name, location, frames, snippet: _, page: __, ...words } = failure;
  const places = [...frames, ...(failure.causes ?? []).flatMap((cause) => cause.frames)];
  const named = marksIn([name, location?.file, ...places.flatMap((frame) => [frame.file, frame.function])].join('\n'));
  const said = marksIn(JSON.stringify({ ...words, causes: failure.causes?.map(({ message }) => message) }));
  const glued = [...template.matchAll(/(.{0,2})\u0001/gsu)].map((match) => /[A-Z]-?$/.test(match[1] ?? ''));
  return marks.map((mark, index) => {
    if (named.has(mark)) return 'name';
    if (!said.has(mark)) return 'form';
    return glued[index] === true ? 'code' : 'said';
  });
}

function marksIn(text: string): ReadonlySet<number> {
  return new Set((text.match(/73\d{8}/g) ?? []).map(Number));
}

function rebuiltFailureOf(template: string, values: readonly string[]): Failure | undefined {
  try {
    return failureOf(template, values);
  } catch {
    return undefined;
  }
}
