import { beforeAll, describe, expect, test } from 'vitest';

import { type Chosen, type CorpusFile, corpusCompiler, fixed, flaggedFiles } from '../fixtures/fixed-corpus.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { fixObjectionsOf, syntaxErrorsOf } from '../patch/fix-objections.ts';

const FILES = flaggedFiles();
const CHOICES: readonly Chosen[] = ['safe', 'all'];
const compile = corpusCompiler();

// The first question reads the types of the runners.
beforeAll(() => {
  for (const file of FILES.slice(0, 1)) compile(file, file.text);
}, 60_000);

/** A value that is made when it is first asked for. */
function onceOnly<T>(make: () => T): () => T {
  let held: { readonly value: T } | undefined;
  return () => (held ??= { value: make() }).value;
}

/** What the second list has more often than the first. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after.filter((one) => {
    const index = left.indexOf(one);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** What the compiler says of the files as they are. */
const known = new Map<CorpusFile, readonly string[]>();

/** What the compiler says of a fixed text and did not say before. Globals of a runner whose types are not here stay unknown. */
function newErrors(file: CorpusFile, after: string): readonly string[] {
  const before = known.get(file) ?? compile(file, file.text);
  known.set(file, before);
  const isGlobal = before.some((error) => /Cannot find name '(?:it|test|describe)'/u.test(error));
  return added(before, compile(file, after)).filter(
    (error) => !isGlobal || !/Cannot find name '(?:jest|vi|(?:before|after)(?:Each|All))'/u.test(error),
  );
}

/** Findings that stand behind another one of the same call, which is told first; a handle's selector is a locator's then. */
const UNCOVERED = /^(?:non-retrying-assertion|wait-for-selector|raw-locator)$/u;

/** The patterns of findings. */
function kindsOf({ findings }: { readonly findings: readonly { readonly pattern: string }[] }): readonly string[] {
  return findings.map((finding) => finding.pattern);
}

describe.each(FILES.map((file) => [`${file.pattern}/${file.file}`, file] as const))('%s', (_name, file) => {
  describe.each(CHOICES)('with %s fixes', (chosen) => {
    const firstFixed = onceOnly(() => fixed(file, file.text, chosen));

    test('parses and keeps every assertion', () => {
      const once = firstFixed();
      expect(fixObjectionsOf({ file: file.file, before: file.text, after: once.text })).toEqual([]);
      expect(syntaxErrorsOf(once.text, file.file)).toEqual(syntaxErrorsOf(file.text, file.file));
    });

    test('has no error of types that it had not', () => {
      const once = firstFixed();
      expect(newErrors(file, once.text)).toEqual([]);
    });

    test('has nothing to fix a second time, and no finding that it had not', () => {
      const once = firstFixed();
      const twice = fixed(file, once.text, chosen);
      expect(once.postponed).toEqual([]);
      // What was not awaited can be asked for better once it is.
      const rest = chosen === 'all' && once.made.includes('Await the call.') ? fixed(file, twice.text, chosen) : twice;
      expect(rest.made).toEqual([]);
      expect(rest.text).toBe(twice.text);
      expect(twice.findings.length).toBeLessThanOrEqual(once.findings.length);
      expect(added(kindsOf(once), kindsOf(twice)).filter((kind) => !UNCOVERED.test(kind))).toEqual([]);
    });

    test('comes out the same with other line ends, a mark of order, and tabs', () => {
      const once = firstFixed();
      for (const write of FORMATS) expect(fixed(file, write(file.text), chosen).text).toBe(write(once.text));
    });
  });

  test('every fix can stand alone', () => {
    for (const { fix } of fixed(file, file.text, 'all').findings) {
      if (!fix) continue;
      const after = applyPatchToText(file.text, fix);
      expect(after).not.toBe(file.text);
      expect(fixObjectionsOf({ file: file.file, before: file.text, after })).toEqual([]);
      // One edit of its own was compiled with all the others.
      if (fix.edits.length > 1) expect(newErrors(file, after)).toEqual([]);
      expect(outside(file, fix.edits)).toBe(outside({ ...file, text: after }, moved(fix.edits)));
    }
  }, 60_000);
});

/** Ways to write the same text. */
const FORMATS: readonly ((text: string) => string)[] = [
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll(/^(?: {2})+/gmu, (indent) => '\t'.repeat(indent.length / 2)),
];

interface Span {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** The text without the edited places. */
function outside({ text }: Pick<CorpusFile, 'text'>, spans: readonly Span[]): string {
  let rest = text;
  for (const { start, end } of spans.toSorted((a, b) => b.start - a.start || b.end - a.end))
    rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}

/** Where edits lie once they are made. */
function moved(edits: readonly Span[]): readonly Span[] {
  let shift = 0;
  return edits
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .map((edit) => {
      const start = edit.start + shift;
      shift += edit.newText.length - (edit.end - edit.start);
      return { ...edit, start, end: start + edit.newText.length };
    });
}
