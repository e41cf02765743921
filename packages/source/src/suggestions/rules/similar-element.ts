import { nearestNameOf, titleSimilarityOf } from '@millwright/core';

import { calledName } from '../../syntax/call.ts';
import { quotedLike, replacementOf } from '../edit.ts';
import { callsAt, stringsOf } from '../source-line.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

/** Names that have at least so much in common, of their letter pairs or of their words (Dice), are alike. */
const leastSimilarity = 0.5;

/** An element that was not found, where the page held one of the same role whose name is alike. */
export const similarElement: SuggestionRule = {
  name: 'similar-element',
  suggest: (subject) => {
    const { cause, features, tree } = subject;
    const wanted = features.locator === undefined ? undefined : wantedOf(features.locator);
    if (features.matched === 'one' || features.matched === 'many') return [];
    if (wanted === undefined || cause.location === undefined) return [];
    const names = namesOf(subject, wanted.role).filter((name) => name !== wanted.name);
    const similar = similarOf(wanted.name, names);
    if (similar === undefined) return [];
    const text = callsAt(tree, cause.location)
      .filter((call) => calledName(call).startsWith('getBy'))
      .flatMap((call) => stringsOf(call))
      .find((literal) => literal.text === wanted.name);
    const summary = `If the ${wanted.role ?? 'element'} was renamed on purpose, ask for "${similar}".`;
    return [
      {
        summary,
        risk: 'medium',
        location: cause.location,
        evidence: [
          `There was no ${wanted.role ?? 'element'} "${wanted.name}" on the page, but ${wanted.role === undefined ? 'one' : `a ${wanted.role}`} "${similar}".`,
        ],
        ...(text === undefined ? {} : { patch: replacementOf(tree, text, quotedLike(text, similar), summary) }),
      },
    ];
  },
};

interface Wanted {
  /** Undefined when the locator asks for text or a label whatever the role. */
  readonly role: string | undefined;
  readonly name: string;
}

/** Role and name of a locator as Playwright prints it. */
function wantedOf(locator: string): Wanted | undefined {
  const byRole = /getByRole\('([\w-]+)', \{[^}]*\bname: '((?:[^'\\]|\\.)*)'/u.exec(locator);
  if (byRole?.[2] !== undefined) return { role: byRole[1], name: unescaped(byRole[2]) };
  const byName = /getBy(?:Text|Label|Placeholder|Title|AltText)\('((?:[^'\\]|\\.)*)'/u.exec(locator);
  return byName?.[1] === undefined ? undefined : { role: undefined, name: unescaped(byName[1]) };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gu, '$1');
}

/** The accessible names on the page, as its snapshot tells them: `- button "Pay now"`, `- text: Thank you`. */
function namesOf({ cause }: FixSubject, role: string | undefined): readonly string[] {
  const lines = cause.example.page?.ariaSnapshot?.split('\n') ?? [];
  return [
    ...new Set(
      lines.flatMap((line) => {
        const [, found, quoted, told] =
          /^\s*- '?([\w-]+)(?: "((?:[^"\\]|\\.)*)")?(?: \[[^\]]*\])*(?:: (.+)|:)?'?$/u.exec(line) ?? [];
        const name = quoted === undefined ? told?.trim().replace(/^"|"$/gu, '') : unescaped(quoted);
        return name === undefined || (role !== undefined && found !== role) ? [] : [name];
      }),
    ),
  ];
}

/** The one name that is alike; undefined when none is, or when two are as much. */
function similarOf(wanted: string, names: readonly string[]): string | undefined {
  const typo = nearestNameOf(wanted, names);
  const ranked = names
    .map((name) => ({ name, similarity: name === typo ? 1 : likenessOf(wanted, name) }))
    .filter(({ similarity }) => similarity >= leastSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity);
  return ranked[0] !== undefined && ranked[0].similarity > (ranked[1]?.similarity ?? 0) ? ranked[0].name : undefined;
}

function likenessOf(a: string, b: string): number {
  return Math.max(titleSimilarityOf(a, b), sharedWordsOf(a, b));
}

function sharedWordsOf(a: string, b: string): number {
  const [left, right] = [a, b].map(
    (text) =>
      new Set(
        text
          .toLowerCase()
          .split(/[^\p{L}\p{N}]+/u)
          .filter(Boolean),
      ),
  );
  if (left === undefined || right === undefined || left.size + right.size === 0) return 0;
  return (2 * [...left].filter((word) => right.has(word)).length) / (left.size + right.size);
}
