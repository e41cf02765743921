import type { ElementFingerprint } from '../element-fingerprint.ts';
import { looksGenerated } from '../locator/generated-token.ts';
import { callOf, type LocatorCall, type LocatorChain, isPosition, textValue } from '../locator/locator-chain.ts';
import { answersTo, normalised } from '../locator/matching-text.ts';
import { isBelow, matchesOf } from '../locator/match-locator.ts';
import { stableTextOf } from '../locator/stable-text.ts';
import { scopedCallsOf } from './recommended-calls.ts';
import type { LocatorStrategy, SynthesisContext } from './strategy.ts';

const rowRoles = new Set(['row', 'listitem', 'article', 'option', 'treeitem', 'gridcell']);

/** The row, list item or card that it is in, told from the others by words of its own. */
export const rowScope: LocatorStrategy = {
  name: 'within its row',
  propose: (context) => {
    const { winner, page, written, writtenText } = context;
    const around = page.filter((element) => isBelow(winner, element)).toReversed();
    const last = written.at(-1);
    const inner = [...(last ? [last] : []), ...scopedCallsOf(winner, writtenText)];
    return around.flatMap((row) => rowCallsOf(row, context)).flatMap((calls) => inner.map((call) => [...calls, call]));
  },
};

/** A call that chose by position, replaced by words of the row that it chose. */
export const positionToWords: LocatorStrategy = {
  name: 'words of its row in place of a position',
  propose: (context) => {
    const { positioned, page, winner, frameNames } = context;
    const at = positioned.findLastIndex(isPosition);
    if (at < 1) return [];
    const before = positioned.slice(0, at);
    const matches = matchesOf(before, page, frameNames) ?? [];
    const rows = matches.flatMap((index) => page[index] ?? []);
    const row = rows.find((one) => one === winner || isBelow(winner, one));
    if (!row) return [];
    const after = positioned.slice(at + 1);
    return keysOf(row, rows, context).map((key) => [...before, hasText(key), ...after]);
  },
};

function hasText(key: string): LocatorCall {
  return { method: 'filter', args: [{ is: 'options', entries: { hasText: textValue(key) } }] };
}

/** Ways to name one row among its like. */
function rowCallsOf(row: ElementFingerprint, context: SynthesisContext): readonly LocatorChain[] {
  const finders = rowFindersOf(row);
  return finders.flatMap(({ call, isLike }): readonly LocatorChain[] => {
    const rows = context.page.filter(isLike);
    if (rows.length < 2) return [];
    return keysOf(row, rows, context).flatMap((key): readonly LocatorChain[] => {
      const byName = row.role === 'row' && answersTo(row.name, { is: 'text', text: key }, false);
      const filtered = [call, hasText(key)];
      return byName ? [[callOf('getByRole', 'row', { name: textValue(key) })], filtered] : [filtered];
    });
  });
}

interface RowFinder {
  readonly call: LocatorCall;
  readonly isLike: (element: ElementFingerprint) => boolean;
}

function rowFindersOf(row: ElementFingerprint): readonly RowFinder[] {
  const { role = '', testId, classes = [] } = row;
  return [
    ...(rowRoles.has(role)
      ? [{ call: callOf('getByRole', role), isLike: (one: ElementFingerprint) => one.role === role }]
      : []),
    ...(testId === undefined || looksGenerated(testId)
      ? []
      : [{ call: callOf('getByTestId', testId), isLike: (one: ElementFingerprint) => one.testId === testId }]),
    ...classes
      .filter((name) => !looksGenerated(name) && /^[A-Za-z][\w-]*$/.test(name))
      .map((name) => ({
        call: callOf('locator', `.${name}`),
        isLike: (one: ElementFingerprint) => one.classes?.includes(name) ?? false,
      })),
  ];
}

/** Words that only this row has, and that it had before when that is known. Never those of the element itself. */
function keysOf(
  row: ElementFingerprint,
  rows: readonly ElementFingerprint[],
  { page, winner, old, writtenText }: SynthesisContext,
): readonly string[] {
  const leaves = page.filter(
    (element) =>
      isBelow(element, row) &&
      element !== winner &&
      !isBelow(winner, element) &&
      !isBelow(element, winner) &&
      !page.some((other) => isBelow(other, element) && (other.text ?? '') !== ''),
  );
  const own = normalised(winner.text ?? '');
  const rest = normalised(row.text ?? '').split(own === '' ? '\0' : own);
  const keys = [...leaves.map(({ text }) => text), ...rest].map((text) => stableTextOf(text, writtenText));
  const isOwn = (key: string): boolean =>
    rows.every(
      (other) => other === row || isNested(other, row) || !answersTo(other.text, { is: 'text', text: key }, false),
    );
  const wasThere = (key: string): boolean =>
    old?.rowText === undefined || answersTo(old.rowText, { is: 'text', text: key }, false);
  return [...new Set(keys)].filter(
    (key) => key !== '' && !answersTo(own, { is: 'text', text: key }, false) && isOwn(key) && wasThere(key),
  );
}

function isNested(one: ElementFingerprint, other: ElementFingerprint): boolean {
  return isBelow(one, other) || isBelow(other, one);
}
