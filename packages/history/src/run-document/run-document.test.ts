import type { Run } from '@millwright/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { arbitraryRun } from '../fixtures/arbitrary-run.ts';
import { parseDocument } from '../format/document.ts';
import { documentSchemas } from '../schema/index.ts';
import { contentFaultOf } from '../store/content-fault.ts';
import { type ContentDocuments, type ContentKind, contentPathOf } from './contents.ts';
import { decodeRun } from './decode-run.ts';
import { type EncodedRun, encodeRun } from './encode-run.ts';
import type { RunDocument } from './run-document.ts';

/** Through the text, as it would come from disk. */
function decodeText(encoded: EncodedRun) {
  const parsed = parseDocument<RunDocument>(encoded.text, 'run');
  if (parsed.status !== 'ok') throw new Error(parsed.message);
  return decodeRun(parsed.document, <K extends ContentKind>(kind: K, hash: string) => {
    const text = encoded.contents.get(contentPathOf(kind, hash));
    return text === undefined ? undefined : (JSON.parse(text) as ContentDocuments[K]);
  });
}

describe('the run document', () => {
  test('gives back every run as it was', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const decoded = decodeText(encodeRun(run));
        expect(decoded?.missing).toEqual([]);
        expect(decoded?.run).toStrictEqual(run);
      }),
      { numRuns: 150 },
    );
  }, 30_000);

  test('is the same text for a run that was read back', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const encoded = encodeRun(run);
        const again = encodeRun(decodeText(encoded)?.run as Run);
        expect(again.text).toBe(encoded.text);
        expect(again.contents).toEqual(encoded.contents);
      }),
      { numRuns: 50 },
    );
  }, 30_000);

  test('has the shape that its schema tells, and so has all it refers to', () => {
    fc.assert(
      fc.property(arbitraryRun, (run) => {
        const { text, contents } = encodeRun(run);
        expect(documentSchemas.run.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
        for (const [path, content] of contents) {
          const kind = (JSON.parse(content) as { format: string }).format.replace(
            'millwright/',
            '',
          ) as keyof typeof documentSchemas;
          expect(documentSchemas[kind].safeParse(JSON.parse(content)).error?.issues).toBeUndefined();
          expect(contentFaultOf(path, content)).toBeUndefined();
        }
      }),
      { numRuns: 50 },
    );
  }, 30_000);
});
