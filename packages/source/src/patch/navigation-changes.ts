import { ts } from 'ts-morph';

import { memberAccessOf } from '../syntax/call.ts';
import { unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { standsOnlyFor } from './named-text-changes.ts';
import { type ChangedText, changesBeside, objected, permitted, type Ruling } from './tree-changes.ts';

const otherwise = 'change in more than the path of a navigation';

/**
 * What a change of a file touches beside the paths that tests navigate to, in sentences; empty when nothing. A path is the first argument
 * of `goto`, or stands under a name that the file uses for nothing else. Its host, query and fragment stay, and an address that is
 * asserted, waited for or intercepted is none.
 */
export function changesBesideNavigation(change: ChangedText): readonly string[] {
  return changesBeside(change, rulingOn, otherwise);
}

function rulingOn(old: ts.Node, fresh: ts.Node): Ruling {
  if (!ts.isStringLiteralLike(old) || !ts.isStringLiteralLike(fresh)) return undefined;
  const [before, after] = [addressPartsOf(old.text), addressPartsOf(fresh.text)];
  if (!standsOnlyFor(old, isNavigatedTo) || !before || !after) return objected(otherwise);
  const isSamePlace = before.origin === after.origin && before.rest === after.rest;
  return isSamePlace && old.text.startsWith('/') === fresh.text.startsWith('/') ? permitted : objected(otherwise);
}

/** Whether a value is the address of a `goto`. */
export function isNavigatedTo(value: ts.Node): boolean {
  const call = unwrappedParent(value);
  const [first] = ts.isCallExpression(call) ? call.arguments : [];
  return (
    ts.isCallExpression(call) &&
    first !== undefined &&
    unwrapped(first) === value &&
    memberAccessOf(call.expression)?.name === 'goto'
  );
}

/** An address in its parts. */
export interface AddressParts {
  /** Scheme and host; empty for a path alone. */
  readonly origin: string;
  readonly path: string;
  /** Query and fragment. */
  readonly rest: string;
}

/** Takes an address apart; `undefined` for one that leads to no page, such as `about:blank`. */
export function addressPartsOf(address: string): AddressParts | undefined {
  const match = /^(https?:\/\/[^/?#]*)?([^?#]*)(.*)$/su.exec(address);
  const [, origin = '', path = '', rest = ''] = match ?? [];
  return /^[a-z][\w+.-]*:|\s/iu.test(path) || path.startsWith('//') || path === '' ? undefined : { origin, path, rest };
}
