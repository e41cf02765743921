import { type Failure, failureOf, isHttpStatus, signatureOf } from '@millwright/core';

import type { ContentLookup } from '../run-document/failure-columns.ts';
import type { RunDocument } from '../run-document/run-document.ts';

/** What was computed already; may be shared by all runs of a folder. */
export interface KnownSignatures {
  /** Template and values, as far as they count → signature. */
  readonly signatures: Map<string, string | undefined>;
  /** Template → those of its values that count. */
  readonly counted: Map<string, readonly CountedValue[]>;
}

/**
 * A value that takes part in a signature: letter by letter in the names of errors, files and functions (`name`) and in codes such as
 * `E11000`; as what it may mean in what was said. Line numbers take no part.
 */
interface CountedValue {
  readonly index: number;
  readonly weight: 'name' | 'code' | 'said';
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
    let key = hash;
    for (const { index, weight } of this.#countedOf(hash, template, values.length))
      key += ` ${countedPartOf(values[index] ?? '', weight)}`;
    if (!this.#known.signatures.has(key)) {
      const rebuilt = rebuiltFailureOf(template, values);
      this.#known.signatures.set(key, rebuilt && signatureOf(rebuilt));
    }
    return this.#known.signatures.get(key);
  }

  #countedOf(hash: string, template: string, count: number): readonly CountedValue[] {
    const known = this.#known.counted.get(hash);
    if (known) return known;
    const counted = countedValuesOf(template, count);
    this.#known.counted.set(hash, counted);
    return counted;
  }
}

/** Longer numbers are read like those of this length. */
const maxDigits = 8;

/** The part of a value that decides a signature: which digits a number or an id has hardly ever does, how many there are may. */
function countedPartOf(value: string, weight: CountedValue['weight']): string {
  if (weight === 'name' || (weight === 'code' && value.length > 3)) return value;
  if (value.includes('-')) return 'uuid';
  if (/[a-f]/i.test(value)) return 'id';
  if (value === '0' || value.startsWith('127.') || value === '0.0') return value;
  if (value.includes('.')) return '1.1';
  return value.length === 3 && isHttpStatus(Number(value)) ? value : '1'.repeat(Math.min(value.length, maxDigits));
}

const firstMark = 7_300_000_000;

/** Found by filling in numbers that are easy to find again. */
function countedValuesOf(template: string, count: number): readonly CountedValue[] {
  const marks = Array.from({ length: count }, (_, index) => firstMark + index);
  const failure = rebuiltFailureOf(template, marks.map(String));
  // Whatever cannot be filled in with numbers is compared as a whole.
  if (!failure) return marks.map((_, index) => ({ index, weight: 'name' }));
  const { name, location, frames, snippet: _, page: __, ...words } = failure;
  const named = marksIn([name, location?.file, ...frames.flatMap((frame) => [frame.file, frame.function])].join('\n'));
  const causes = failure.causes?.map((cause) => `${cause.name} ${cause.message}`);
  const said = marksIn(JSON.stringify({ ...words, causes }));
  const glued = [...template.matchAll(/(.{0,2})\u0001/gsu)].map((match) => /[A-Z]-?$/.test(match[1] ?? ''));
  return marks.flatMap((mark, index): readonly CountedValue[] => {
    if (named.has(mark)) return [{ index, weight: 'name' }];
    if (!said.has(mark)) return [];
    return [{ index, weight: glued[index] === true ? 'code' : 'said' }];
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
