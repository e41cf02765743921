import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { TextEdit } from '../model/finding.ts';
import type { PatchTrace } from '../model/heal.ts';
import { patchTraceOf } from './patch-trace.ts';
import { textWithoutPatch } from './reverse-trace.ts';

function patched(text: string, edits: readonly TextEdit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((current, edit) => current.slice(0, edit.start) + edit.newText + current.slice(edit.end), text);
}

function traced(before: string, edits: readonly TextEdit[]): { readonly after: string; readonly trace: PatchTrace } {
  const after = patched(before, edits);
  return { after, trace: patchTraceOf({ before, after }, { file: 'a.ts', edits, summary: '', safety: 'safe' }) };
}

/** Puts other text for each occurrence. */
const replacing = (text: string, old: string, newText: string): readonly TextEdit[] =>
  [...text.matchAll(new RegExp(old, 'gu'))].map(({ index }) => ({ start: index, end: index + old.length, newText }));

const before = "test('pays', async () => {\r\n\tawait page.getByText('Pay').click(); \r\n});\r\n";
const { after, trace } = traced(before, replacing(before, "'Pay'", "'Pay now'"));
/** As older versions remembered it. */
const oldTrace: PatchTrace = { hunks: trace.hunks.map(({ text: _text, ...hunk }) => hunk) };

describe('a text without its patch', () => {
  test('as it was, with its tabs, blanks and line ends', () => expect(textWithoutPatch(trace, after)).toBe(before));
  test('the file has grown around it', () =>
    expect(textWithoutPatch(trace, `// new\r\n${after}// more\r\n`)).toBe(`// new\r\n${before}// more\r\n`));
  test('its surroundings have changed, its line has not', () => {
    const renamed = (text: string): string => text.replace("'pays'", "'pays at once'");
    expect(textWithoutPatch(trace, renamed(after))).toBe(renamed(before));
  });
  test('indented anew: the new indentation stays', () =>
    expect(textWithoutPatch(trace, after.replace('\tawait', '      await'))).toBe(
      before.replace('\tawait', '      await').replace('; \r', ';\r'),
    ));
  test('remembered by an older version: but for blanks at the end of its line', () =>
    expect(textWithoutPatch(oldTrace, after)).toBe(before.replace('; \r', ';\r')));
  test.each<[string, string]>([
    ['its line was rewritten', after.replace('Pay now', 'Pay later')],
    ['it is not there', before],
    ['the file is empty', ''],
    ['there are two of it', `${after}${after}`],
  ])('not when %s', (_name, text) => expect(textWithoutPatch(trace, text)).toBeUndefined());
  test('not when more or fewer lines were indented anew: nobody knows how', () => {
    const text = 'a\nb();\nc\n';
    const wrapped = traced(text, replacing(text, 'b', 'd(\n  b\n)'));
    expect(textWithoutPatch(wrapped.trace, wrapped.after)).toBe(text);
    expect(textWithoutPatch(wrapped.trace, wrapped.after.replace('  b', 'b'))).toBeUndefined();
  });

  test('law: patch, then undo, is the text before, wherever the edits are', () => {
    const texts = fc
      .array(fc.constantFrom('a', 'b', '  c(); ', '', '\td\r'), { minLength: 1, maxLength: 12 })
      .map((lines) => lines.join('\n'));
    const cases = texts.chain((text) =>
      fc.record({
        text: fc.constant(text),
        places: fc.uniqueArray(fc.nat({ max: text.length }), { minLength: 1, maxLength: 3 }),
        newText: fc.constantFrom('await', 'x\ny'),
      }),
    );
    fc.assert(
      fc.property(cases, ({ text, places, newText }) => {
        const one = traced(
          text,
          places.map((place) => ({ start: place, end: place, newText })),
        );
        const undone = textWithoutPatch(one.trace, one.after);
        // Undefined where the same lines with the same surroundings stand there twice.
        return undone === undefined || undone === text;
      }),
      { numRuns: 500 },
    );
  });

  test('law: it never gives up where no line stands there twice', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat({ max: 40 }), (count, at) => {
        const text = Array.from({ length: count }, (_, index) => `line ${index};`).join('\n');
        const start = Math.min(at, text.length);
        const one = traced(text, [{ start, end: start, newText: 'x\ny' }]);
        return textWithoutPatch(one.trace, one.after) === text;
      }),
    );
  });
});
