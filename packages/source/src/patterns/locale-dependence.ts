import { ts } from 'ts-morph';

import { calledName, propertyOf, receiverOf } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { unwrapped, walk } from '../syntax/walk.ts';
import { functionOf } from '../tree/values.ts';
import { controlsClock } from './clock-reading.ts';
import { type Expectation, expectationOf } from './expectation.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { initializerOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';
import { runnerSettingsOf } from './runner-settings.ts';

const FORMATS = /^toLocale(?:Date|Time)?String$/u;
const INTL = /^(?:NumberFormat|DateTimeFormat|RelativeTimeFormat|ListFormat|PluralRules|DurationFormat)$/u;
const LOCAL_PARTS = /^(?:get(?:Date|Day|Month|FullYear|Hours|Minutes)|toDateString|toTimeString|toString)$/u;
const COMPARED = /^(?:toBe|toEqual|toStrictEqual|toContain|toMatch|toMatch(?:Inline)?Snapshot)$/u;

/** What a place depends on. */
type Dependence = 'locale' | 'time zone';

/** A text made for the machine's own language or time zone, compared with a fixed one. A named locale and zone, or the same formatting on both sides, are none. */
export const localeDependence: FlakyPattern = {
  name: 'locale-dependence',
  severity: 'warning',
  find(context) {
    return context.calls.flatMap((call) => {
      const expectation = expectationOf(call);
      if (!expectation?.actual || !COMPARED.test(expectation.matcher.text) || !isFixed(expectation)) return [];
      const dependence = dependenceOf(context, expectation.actual, 0);
      if (!dependence || (dependence === 'time zone' && fixesZone(context))) return [];
      return [hitOf(call, dependence)];
    });
  },
};

function hitOf(node: ts.Node, dependence: Dependence): PatternHit {
  return {
    node,
    why: `The text is made for the ${dependence} of the machine, so the same code gives another one on another machine.`,
    advice:
      dependence === 'locale'
        ? "Name the locale: `toLocaleString('en-US')`, `new Intl.NumberFormat('en-US')`."
        : "Name the zone (`{ timeZone: 'UTC' }`), read the UTC parts of the date, or set `TZ` for the whole run.",
  };
}

/** The expected side is written down, not computed by the same means. */
function isFixed({ expected, matcher }: Expectation): boolean {
  if (matcher.text.endsWith('Snapshot')) return true;
  const first = expected[0];
  if (!first) return false;
  const node = initializerOf(first) ?? first;
  return ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || ts.isRegularExpressionLiteral(node);
}

function dependenceOf(context: PatternContext, expression: ts.Expression, depth: number): Dependence | undefined {
  let found: Dependence | undefined;
  walk(expression, (node) => {
    if (found || (isFunctionNode(node) && depth === 0)) return false;
    if (ts.isIdentifier(node) && depth === 0) {
      const held = initializerOf(node);
      if (held && held !== expression && ts.isCallExpression(held)) found = dependenceOf(context, held, 1);
    }
    if (!ts.isCallExpression(node)) return !found;
    found = dependenceOfCall(node) ?? dependenceOfLibrary(context, node);
    const target =
      !found && depth < 2 && ts.isIdentifier(node.expression) ? functionOf(context.tree, node.expression) : undefined;
    if (target?.body && !hasLocaleParameter(target)) found = dependenceInside(context, target.body);
    return !found;
  });
  return found;
}

/** A function that is told the locale or zone is asked for a fixed one. */
function hasLocaleParameter(target: { readonly parameters: readonly ts.ParameterDeclaration[] }): boolean {
  return target.parameters.some((parameter) => /locale|zone|language|tz/iu.test(parameter.name.getText()));
}

function dependenceInside(context: PatternContext, body: ts.Node): Dependence | undefined {
  let found: Dependence | undefined;
  walk(body, (node) => {
    if (!found && ts.isCallExpression(node)) found = dependenceOfCall(node) ?? dependenceOfLibrary(context, node);
    return !found;
  });
  return found;
}

/** `format(new Date('…Z'), 'HH:mm')` of date-fns and `dayjs('…Z').format('HH:mm')` write an instant in the machine's own zone. */
function dependenceOfLibrary(context: PatternContext, call: ts.CallExpression): Dependence | undefined {
  if (calledName(call) !== 'format') return undefined;
  const module = packageOf(context, call.expression)?.module ?? '';
  const [first] = call.arguments.map((argument) => unwrapped(argument));
  if (module === 'date-fns' || module === 'date-fns/format') return first && isInstant(first) ? 'time zone' : undefined;
  const made = receiverOf(call);
  if (!made || !ts.isCallExpression(made) || !ts.isIdentifier(made.expression)) return undefined;
  const isMoment = /^(?:dayjs|moment)$/u.test(packageOf(context, made.expression)?.module ?? '');
  const [text] = made.arguments.map((argument) => unwrapped(argument));
  return isMoment && text && isInstantText(text) ? 'time zone' : undefined;
}

function isInstantText(value: ts.Expression): boolean {
  return ts.isStringLiteralLike(value) && /T[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/u.test(value.text);
}

function dependenceOfCall(call: ts.CallExpression): Dependence | undefined {
  const name = calledName(call);
  const receiver = receiverOf(call);
  if (!receiver) return undefined;
  if (FORMATS.test(name))
    return dependenceOfFormat(call.arguments, isLocalDate(receiver) || isPlainNumber(receiver, name));
  if (/^format(?:ToParts|Range)?$/u.test(name)) return dependenceOfIntl(receiver, call);
  return LOCAL_PARTS.test(name) && isInstant(receiver) ? 'time zone' : undefined;
}

function dependenceOfFormat(args: readonly ts.Expression[] | undefined, isZoneFree: boolean): Dependence | undefined {
  const [locale, options] = args ?? [];
  if (!locale || locale.getText() === 'undefined' || ts.isObjectLiteralExpression(locale) || locale.getText() === '[]')
    return 'locale';
  if (isZoneFree) return undefined;
  const settings = options && unwrapped(options);
  // Options from elsewhere may name the zone.
  if (settings && !ts.isObjectLiteralExpression(settings)) return undefined;
  return settings && (propertyOf(settings, 'timeZone') || settings.properties.some((one) => ts.isSpreadAssignment(one)))
    ? undefined
    : 'time zone';
}

/** `new Intl.DateTimeFormat(…).format(date)`, in place or by a variable. */
function dependenceOfIntl(receiver: ts.Expression, call: ts.CallExpression): Dependence | undefined {
  const maker = initializerOf(receiver) ?? receiver;
  if (!ts.isNewExpression(maker) && !ts.isCallExpression(maker)) return undefined;
  const callee = unwrapped(maker.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isGlobal(callee.expression, 'Intl') || !INTL.test(callee.name.text))
    return undefined;
  const date = call.arguments[0];
  const isZoneFree = callee.name.text !== 'DateTimeFormat' || !date || !isInstant(unwrapped(date));
  return dependenceOfFormat(maker.arguments, isZoneFree);
}

/** `toLocaleString` of something that is not known to be an instant may be that of a number. */
function isPlainNumber(receiver: ts.Expression, name: string): boolean {
  return name === 'toLocaleString' && !isInstant(receiver);
}

/** A date made of local parts reads the same everywhere. */
function isLocalDate(receiver: ts.Expression): boolean {
  const made = initializerOf(receiver) ?? receiver;
  return !ts.isNewExpression(made) || (made.arguments?.length ?? 0) !== 1 || !isInstant(receiver);
}

/** `new Date('2024-06-01T00:00:00Z')`, `new Date('2024-06-01')`, `new Date(1717200000000)`, `new Date(Date.UTC(…))`. */
function isInstant(expression: ts.Expression): boolean {
  const made = initializerOf(expression) ?? unwrapped(expression);
  if (!ts.isNewExpression(made) || !isGlobal(made.expression, 'Date') || made.arguments?.length !== 1) return false;
  const value = made.arguments[0] && unwrapped(made.arguments[0]);
  if (!value) return false;
  if (ts.isStringLiteralLike(value)) return /^\d{4}-\d\d-\d\d$|(?:Z|[+-]\d\d:?\d\d)$/u.test(value.text);
  return ts.isNumericLiteral(value) || value.getText().startsWith('Date.UTC(');
}

function fixesZone(context: PatternContext): boolean {
  return (
    /\bTZ\b/u.test(context.source.text) ||
    runnerSettingsOf(context).fixesTimeZone ||
    (controlsClock(context) && /timezone/iu.test(context.source.text))
  );
}
