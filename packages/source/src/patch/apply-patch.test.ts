import { array, assert, constant, nat, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';

import { applyPatchToText, invertPatch } from './apply-patch.ts';

function patch(...edits: readonly { start: number; end: number; newText: string }[]) {
  return { file: 'a.test.ts', edits, summary: 'change', safety: 'safe' as const };
}

/** A text and edits of it that do not overlap, in any order. */
const changes = string({ unit: 'binary', maxLength: 60 }).chain((text) =>
  tuple(
    constant(text),
    array(tuple(nat(text.length), string({ maxLength: 6 })), { maxLength: 8 }).map((cuts) => {
      const sorted = cuts.toSorted((a, b) => a[0] - b[0]);
      return sorted
        .flatMap(([start, newText], index) =>
          index % 2 === 0 ? [{ start, end: sorted[index + 1]?.[0] ?? start, newText }] : [],
        )
        .reverse();
    }),
  ),
);

describe('applyPatchToText', () => {
  test('apply then invert is identity', () => {
    assert(
      property(changes, ([text, edits]) => {
        const forward = patch(...edits);
        expect(applyPatchToText(applyPatchToText(text, forward), invertPatch(text, forward))).toBe(text);
      }),
    );
  });

  test('a patch without edits changes nothing', () => {
    expect(applyPatchToText('\uFEFFa\r\nb', patch())).toBe('\uFEFFa\r\nb');
  });

  test('keeps BOM, CRLF and everything around the edits', () => {
    expect(
      applyPatchToText(
        '\uFEFFone\r\ntwo\r\n',
        patch({ start: 6, end: 9, newText: '2' }, { start: 1, end: 4, newText: '1' }),
      ),
    ).toBe('\uFEFF1\r\n2\r\n');
  });

  test.each([
    [
      'overlap',
      [
        { start: 0, end: 3, newText: '' },
        { start: 2, end: 4, newText: '' },
      ],
      'PATCH_OVERLAP',
    ],
    ['beyond the end', [{ start: 0, end: 99, newText: '' }], 'PATCH_RANGE'],
    ['turned round', [{ start: 3, end: 1, newText: '' }], 'PATCH_RANGE'],
  ])('refuses %s', (_name, edits, code) => {
    expect(() => applyPatchToText('abcdef', patch(...edits))).toThrow(expect.objectContaining({ code }));
  });
});
