import {
  isPosition,
  type LocatorCall,
  type LocatorChain,
  type LocatorValue,
  type Quote,
  renderCall,
  renderLocator,
  renderValue,
  type TextEdit,
} from '@millwright/core';
import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { UnwrittenLocator, WrittenCall } from './written-locator.ts';
import { asAuthorWrites } from './as-author-writes.ts';
import { hunksBetween } from './hunks.ts';
import { hasParts, textWithParts, textsOfRun, withValuesOfRun } from './values-of-run.ts';
import { shown, type WrittenValue } from './written-value.ts';

/** An edit and the node whose file it is in. Offsets are those of the parsed text. */
export interface LocatedEdit {
  readonly at: ts.Node;
  readonly edit: TextEdit;
  /** The name by which the changed literal is asked for, when it stands apart from the locator. */
  readonly constant?: WrittenValue;
}

/**
 * The least edits that turn a written locator into another: literals where they are enough, else the calls that differ. `failing` is the
 * locator as it was in the failing run: it tells what arguments are that the source puts together. What is new in every run is never written.
 */
export function locatorEditsOf(
  written: readonly WrittenCall[],
  wanted: LocatorChain,
  failing?: LocatorChain,
): readonly LocatedEdit[] | UnwrittenLocator {
  const known = failing ? withValuesOfRun(written, asAuthorWrites(written, failing)) : written;
  const edits = editsAround(known, asAuthorWrites(written, wanted));
  if ('reason' in edits) return edits;
  const ofRun = textsOfRun(known).find((text) => edits.some(({ edit }) => edit.newText.includes(text)));
  return ofRun === undefined
    ? edits
    : { reason: `It would write "${ofRun}" into the source, which is of one run alone` };
}

/**
 * Where the locator is put together in several places, a position that the author chose for what the element is in stays: what is wanted
 * finds the element without it.
 */
function editsAround(written: readonly WrittenCall[], wanted: LocatorChain): readonly LocatedEdit[] | UnwrittenLocator {
  const edits = leastEdits(written, wanted);
  if (!('reason' in edits) || written.at(-1)?.call === undefined) return edits;
  const isKept = ({ call }: WrittenCall, at: number): boolean =>
    call !== undefined && isPosition(call) && at < written.length - 1;
  const others = written.filter((call, at) => !isKept(call, at));
  const isSameShape =
    others.length === wanted.length && others.every(({ method }, at) => method === wanted[at]?.method);
  if (isSameShape && others.length < written.length) return leastEdits(others, wanted);
  return editsOfHunks(written, wanted) ?? edits;
}

/** An edit for each stretch of calls that differs; undefined when there is only one, or one cannot be edited. */
function editsOfHunks(written: readonly WrittenCall[], wanted: LocatorChain): readonly LocatedEdit[] | undefined {
  const quote = quoteOf(written);
  const hunks = hunksBetween(
    written.map(({ call }) => call),
    wanted,
  );
  if (hunks.length < 2) return undefined;
  const edits = hunks.map(({ start, end, fresh }) =>
    callEdits(written, { start, end: written.length - end, fresh, quote }),
  );
  return edits.some((one) => 'reason' in one) ? undefined : edits.flatMap((one) => ('reason' in one ? [] : one));
}

function leastEdits(written: readonly WrittenCall[], wanted: LocatorChain): readonly LocatedEdit[] | UnwrittenLocator {
  const quote = quoteOf(written);
  const start = sharedStart(written, wanted);
  const end = sharedEnd(written, wanted, start);
  const [old, fresh] = [written.slice(start, written.length - end), wanted.slice(start, wanted.length - end)];
  const isSameShape = old.length === fresh.length && old.every(({ method }, at) => method === fresh[at]?.method);
  if (isSameShape) {
    const edits = old.flatMap((call, at) => argumentEdits(call, fresh[at], quote));
    return (
      edits.find((one): one is UnwrittenLocator => 'reason' in one) ??
      edits.filter((one): one is LocatedEdit => 'edit' in one)
    );
  }
  return callEdits(written, { start, end, fresh, quote });
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sharedStart(written: readonly WrittenCall[], wanted: LocatorChain): number {
  const at = written.findIndex(({ call }, index) => !call || !isEqual(call, wanted[index]));
  return at === -1 ? written.length : at;
}

function sharedEnd(written: readonly WrittenCall[], wanted: LocatorChain, start: number): number {
  let count = 0;
  const most = Math.min(written.length, wanted.length) - start;
  while (count < most && isEqual(written.at(-1 - count)?.call, wanted.at(-1 - count))) count += 1;
  return count;
}

/** The quotes of the first text in the locator. */
function quoteOf(written: readonly WrittenCall[]): Quote {
  for (const { node } of written) {
    const found = /['"`]/u.exec(node.arguments.map((one) => one.getText()).join());
    if (found) return found[0] as Quote;
  }
  const text = written[0]?.node.getSourceFile().text ?? '';
  return (text.match(/"/gu)?.length ?? 0) > (text.match(/'/gu)?.length ?? 0) ? '"' : "'";
}

function argumentEdits(
  written: WrittenCall,
  wanted: LocatorCall | undefined,
  quote: Quote,
): readonly (LocatedEdit | UnwrittenLocator)[] {
  if (!wanted) return [];
  const { args, node } = written;
  const edits = args
    .slice(0, wanted.args.length)
    .flatMap((arg, at) => valueEdits(arg, wanted.args[at] ?? { is: 'flag', value: false }, quote));
  const last = node.arguments.at(-1);
  const added = wanted.args.slice(args.length).map((value) => `, ${renderValue(value, quote)}`);
  if (added.length > 0 && last) edits.push(insertion(last, added.join('')));
  const kept = node.arguments[wanted.args.length - 1];
  if (args.length > wanted.args.length && kept && last)
    edits.push({ at: node, edit: { start: kept.getEnd(), end: last.getEnd(), newText: '' } });
  return edits;
}

function insertion(after: ts.Node, newText: string): LocatedEdit {
  return { at: after, edit: { start: after.getEnd(), end: after.getEnd(), newText } };
}

function valueEdits(written: WrittenValue, wanted: LocatorValue, quote: Quote): (LocatedEdit | UnwrittenLocator)[] {
  if (isEqual(written.value, wanted)) return [];
  if (wanted.is === 'options' && written.entries && ts.isObjectLiteralExpression(written.node))
    return optionEdits(written, wanted.entries, quote);
  if (!written.value) return [{ reason: written.reason ?? `\`${shown(written.node)}\` is not written out` }];
  if (written.parts) {
    const source = wanted.is === 'text' ? textWithParts(wanted.text, written.parts) : { reason: written.reason ?? '' };
    if (typeof source !== 'string') return [source];
    const { parent } = written.node;
    const key = ts.isShorthandPropertyAssignment(parent) ? `${parent.name.text}: ` : '';
    return [replacement(written, `${key}${source}`)];
  }
  const own = /^['"`]/u.exec(written.node.getText())?.[0] as Quote | undefined;
  return [replacement(written, renderValue(wanted, own ?? quote))];
}

function replacement(written: WrittenValue, newText: string): LocatedEdit {
  const { node } = written;
  const edit = { start: node.getStart(), end: node.getEnd(), newText };
  return written.constant ? { at: node, edit, constant: written } : { at: node, edit };
}

function optionEdits(
  { node, entries = {} }: WrittenValue,
  wanted: Readonly<Record<string, LocatorValue>>,
  quote: Quote,
): (LocatedEdit | UnwrittenLocator)[] {
  const edits = Object.entries(wanted).flatMap(([key, value]) => {
    const own = entries[key];
    return own ? valueEdits(own, value, quote) : [];
  });
  if (!ts.isObjectLiteralExpression(node)) return edits;
  const isDropped = Object.keys(entries).some((key) => !(key in wanted));
  if (isDropped) return [replacement({ node }, renderValue({ is: 'options', entries: wanted }, quote))];
  const added = Object.entries(wanted).filter(([key]) => !(key in entries));
  const last = node.properties.at(-1);
  if (added.length > 0 && last)
    edits.push(insertion(last, added.map(([key, value]) => `, ${key}: ${renderValue(value, quote)}`).join('')));
  return edits;
}

interface Change {
  /** How many calls stay before and after. */
  readonly start: number;
  readonly end: number;
  readonly fresh: LocatorChain;
  readonly quote: Quote;
}

function callEdits(
  written: readonly WrittenCall[],
  { start, end, fresh, quote }: Change,
): readonly LocatedEdit[] | UnwrittenLocator {
  const lost = written.slice(start, written.length - end).find((call) => !call.call || hasParts(call));
  if (lost) return { reason: `\`${shown(lost.node)}\` is put together at run time and would be lost` };
  const [first, last] = [written[start], written[written.length - end - 1]];
  const after = end > 0 ? written[written.length - end] : undefined;
  const before = written[start - 1];
  if (first?.isAction) return actionEdits(first, fresh, quote);
  if (written.length - end <= start) {
    if (after) return [{ at: after.node, edit: at(after.nameNode.getStart(), `${renderLocator(fresh, quote)}.`) }];
    return before ? [insertion(before.node, `.${renderLocator(fresh, quote)}`)] : { reason: 'The locator is empty' };
  }
  if (!first || !last) return { reason: 'The locator is empty' };
  const changed = written.slice(start, written.length - end);
  if (!changed.every((call, index) => index === 0 || isOn(call, changed[index - 1])))
    return { reason: 'The locator is put together in several places, which one change cannot mend' };
  if (fresh.length > 0) {
    const edit = { start: first.nameNode.getStart(), end: last.node.getEnd(), newText: renderLocator(fresh, quote) };
    return [{ at: first.node, edit }];
  }
  if (after && isOn(after, last))
    return [
      { at: first.node, edit: { start: first.nameNode.getStart(), end: after.nameNode.getStart(), newText: '' } },
    ];
  return before && isOn(first, before)
    ? [{ at: first.node, edit: { start: before.node.getEnd(), end: last.node.getEnd(), newText: '' } }]
    : { reason: 'Nothing would be left of the locator where it is written' };
}

function at(position: number, newText: string): TextEdit {
  return { start: position, end: position, newText };
}

/** Whether a call is made on another one directly. */
function isOn(call: WrittenCall, on: WrittenCall | undefined): boolean {
  const owner = memberAccessOf(call.node.expression)?.owner;
  return owner !== undefined && on !== undefined && unwrapped(owner) === on.node;
}

/** `page.click('#pay', options)` becomes `page.getByRole('button', …).click(options)`. */
function actionEdits(written: WrittenCall, fresh: LocatorChain, quote: Quote): readonly LocatedEdit[] {
  const { node, nameNode } = written;
  const [selector, next] = node.arguments;
  if (!selector) return [];
  const newText = `${fresh.map((call) => renderCall(call, quote)).join('.')}.${nameNode.getText()}(`;
  const end = next ? next.getStart() : selector.getEnd();
  return [{ at: node, edit: { start: nameNode.getStart(), end, newText } }];
}
