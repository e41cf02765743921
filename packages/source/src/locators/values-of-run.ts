import type { LocatorCall, LocatorChain, LocatorValue } from '@millwright/core';
import { ts } from 'ts-morph';

import type { WrittenCall } from './written-locator.ts';
import { shown, type WrittenValue } from './written-value.ts';

/** A text that a part of an argument had in the failing run. */
export interface PartOfRun {
  readonly expression: ts.Expression;
  readonly text: string;
}

/** So short a text may stand anywhere by chance. */
const shortest = 3;

/**
 * The calls with the values that arguments had in the failing run, where the source puts them together: they can be compared with what
 * is wanted then. A locator that was printed in another shape tells nothing.
 */
export function withValuesOfRun(written: readonly WrittenCall[], failing: LocatorChain): readonly WrittenCall[] {
  const isSameShape =
    written.length === failing.length &&
    written.every(({ method, args }, at) => method === failing[at]?.method && args.length === failing[at]?.args.length);
  if (!isSameShape) return written;
  return written.map((one, at) => {
    const seen = failing[at];
    if (one.call || !seen) return one;
    const args = one.args.map((arg, index) => withValueOfRun(arg, seen.args[index]));
    const values = args.flatMap(({ value }) => value ?? []);
    const call: LocatorCall = { method: one.method, args: values };
    return values.length === args.length ? { ...one, args, call } : one;
  });
}

function withValueOfRun(written: WrittenValue, seen: LocatorValue | undefined): WrittenValue {
  if (written.value || !seen) return written;
  if (written.entries && seen.is === 'options') {
    const own = Object.entries(written.entries).map(
      ([key, value]) => [key, withValueOfRun(value, seen.entries[key])] as const,
    );
    const values = own.flatMap(([key, { value }]) => (value ? [[key, value] as const] : []));
    if (values.length < own.length) return written;
    return {
      ...written,
      entries: Object.fromEntries(own),
      value: { is: 'options', entries: Object.fromEntries(values) },
    };
  }
  const parts = seen.is === 'text' && !written.entries ? partsOf(written.node, seen.text) : undefined;
  return parts ? { ...written, value: seen, parts } : written;
}

/** What the expressions of a text were, when that can be told without doubt. */
function partsOf(node: ts.Expression, text: string): readonly PartOfRun[] | undefined {
  if (!ts.isTemplateExpression(node)) return text.length >= shortest ? [{ expression: node, text }] : undefined;
  const literals = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  // Between two expressions without a text nobody knows where one ends.
  if (literals.slice(1, -1).includes('')) return undefined;
  const pattern = literals.map((one) => one.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('(.+)');
  const found = new RegExp(`^${pattern}$`, 'su').exec(text)?.slice(1);
  if (!found || found.some((one) => one.length < shortest)) return undefined;
  return node.templateSpans.map(({ expression }, at) => ({ expression, text: found[at] ?? '' }));
}

/** The source of a text with the parts that are new in every run as the author's expressions, or why there is none. */
export function textWithParts(text: string, parts: readonly PartOfRun[]): string | { readonly reason: string } {
  let source = '';
  let rest = text;
  for (const { expression, text: part } of parts) {
    const at = rest.indexOf(part);
    if (at === -1 || text.split(part).length > 2)
      return {
        reason: `\`${shown(expression)}\` is put in at run time (it was "${part}"), and "${text}" has no one place for it`,
      };
    source += `${escaped(rest.slice(0, at))}\${${expression.getText()}}`;
    rest = rest.slice(at + part.length);
  }
  return `\`${source}${escaped(rest)}\``;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`);
}

/** Whether an argument of a call is only known from the failing run. */
export function hasParts(call: WrittenCall): boolean {
  return textsOfRun([call]).length > 0;
}

/** The texts of a run that must not get into the source. */
export function textsOfRun(written: readonly WrittenCall[]): readonly string[] {
  const of = ({ parts = [], entries = {} }: WrittenValue): readonly string[] => [
    ...parts.map(({ text }) => text),
    ...Object.values(entries).flatMap(of),
  ];
  return written.flatMap(({ args }) => args.flatMap(of));
}
