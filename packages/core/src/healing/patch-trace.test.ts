import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Patch, TextEdit } from '../model/finding.ts';
import { patchStandingOf, patchTraceOf } from './patch-trace.ts';

const patchOf = (edits: readonly TextEdit[]): Patch => ({ file: 'a.spec.ts', edits, summary: '', safety: 'safe' });

/** Puts `await ` before the nth `save()` of a text, counted from 0. */
const awaiting = (text: string, ...places: readonly number[]): Patch => {
  const starts = [...text.matchAll(/save\(\)/gu)].map((match) => match.index);
  return patchOf(places.map((place) => ({ start: starts[place] ?? 0, end: starts[place] ?? 0, newText: 'await ' })));
};

function patched(text: string, { edits }: Patch): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((current, edit) => current.slice(0, edit.start) + edit.newText + current.slice(edit.end), text);
}

const one = "test('saves', async () => {\n  save();\n  expect(saved).toBe(1);\n});\n";
const two = `${one}\n${one.replace('saves', 'saves again')}`;

const standingAfter = (before: string, patch: Patch, change: (after: string) => string | undefined) => {
  const after = patched(before, patch);
  return patchStandingOf(patchTraceOf({ before, after }, patch), change(after));
};
const takenBack = (after: string): string => after.replace('await save()', 'save()');

describe('what became of a patch', () => {
  const single = awaiting(one, 0);
  test.each<[string, (after: string) => string | undefined, ReturnType<typeof patchStandingOf>]>([
    ['nothing changed', (after) => after, 'kept'],
    ['the original text is back', takenBack, 'reverted'],
    ['back, and the file has grown at its top', (after) => `// new\n${takenBack(after)}`, 'reverted'],
    ['back, and the line below it has changed', (after) => takenBack(after).replace('toBe(1)', 'toBe(2)'), 'reverted'],
    ['kept, and everything around it has changed', () => 'async () => {\n  first();\n  await save();\n}', 'kept'],
    ['kept, indented anew with other line ends', (after) => after.replaceAll('\n', '\r\n    '), 'kept'],
    ['rewritten', (after) => after.replace('await save()', "await save('now')"), 'edited'],
    ['the test is gone', () => '// nothing left\n', 'edited'],
    ['the file is empty', () => '', 'edited'],
    ['the file is gone', () => undefined, 'fileGone'],
  ])('%s', (_name, change, expected) => expect(standingAfter(one, single, change)).toBe(expected));

  test('the same line in another test is not mistaken for the original', () => {
    const rewritten = (after: string): string => after.replace('await save()', "await save('now')");
    expect(standingAfter(two, awaiting(two, 0), rewritten)).toBe('edited');
  });

  test('of two like repairs only the one that was taken back is', () => {
    const first = awaiting(two, 0);
    const afterFirst = patched(two, first);
    const second = awaiting(afterFirst, 1);
    const afterBoth = patched(afterFirst, second);
    const onlySecond = takenBack(afterBoth);
    expect(patchStandingOf(patchTraceOf({ before: two, after: afterFirst }, first), onlySecond)).toBe('reverted');
    expect(patchStandingOf(patchTraceOf({ before: afterFirst, after: afterBoth }, second), onlySecond)).toBe('kept');
  });

  test('a patch of two places is taken back when both are', () => {
    const both = awaiting(two, 0, 1);
    expect(standingAfter(two, both, takenBack)).toBe('edited');
    expect(standingAfter(two, both, (after) => takenBack(takenBack(after)))).toBe('reverted');
  });

  test('edits over several lines', () => {
    const text = 'a\nb\nc\nd\ne\n';
    const patch = patchOf([
      { start: 2, end: 5, newText: 'x\ny\nz' },
      { start: 6, end: 6, newText: '!' },
    ]);
    expect(patched(text, patch)).toBe('a\nx\ny\nz\n!d\ne\n');
    expect(standingAfter(text, patch, (after) => after)).toBe('kept');
    expect(standingAfter(text, patch, () => text)).toBe('reverted');
  });

  test('law: the patched text holds the patch, the text before it does not, wherever the edits are', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '  c();', ''), { minLength: 1, maxLength: 12 });
    const cases = texts.chain((lines) =>
      fc.record({
        text: fc.constant(lines.join('\n')),
        places: fc.uniqueArray(fc.nat({ max: lines.join('\n').length }), { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ text, places }) => {
        const patch = patchOf(places.map((place) => ({ start: place, end: place, newText: 'await' })));
        const trace = patchTraceOf({ before: text, after: patched(text, patch) }, patch);
        expect(patchStandingOf(trace, patched(text, patch))).toBe('kept');
        expect(patchStandingOf(trace, text)).toBe('reverted');
      }),
    );
  });
});
