import type { LocatorChain, LocatorValue } from '@millwright/core';

import type { WrittenCall } from './written-locator.ts';

/**
 * A chain with the calls that its author wrote in one: Playwright tells `locator('tr', { hasText: name })` as `locator('tr').filter({ hasText:
 * 'Pear' })`. Only options that the author gave there are taken in; what differs from there on stays as it is.
 */
export function asAuthorWrites(written: readonly WrittenCall[], chain: LocatorChain): LocatorChain {
  const calls = [...chain];
  for (const [at, { method, args }] of written.entries()) {
    const call = calls[at];
    const keys = Object.keys(args[1]?.entries ?? {});
    if (call?.method !== method) break;
    if (method !== 'locator' || keys.length === 0 || call.args.length !== 1) continue;
    const entries: Record<string, LocatorValue> = {};
    for (;;) {
      const added = entriesOfFilter(calls[at + 1]);
      if (!added || !Object.keys(added).every((key) => keys.includes(key) && !(key in entries))) break;
      Object.assign(entries, added);
      calls.splice(at + 1, 1);
    }
    if (Object.keys(entries).length > 0) calls[at] = { method, args: [...call.args, { is: 'options', entries }] };
  }
  return calls;
}

function entriesOfFilter(call: LocatorChain[number] | undefined): Readonly<Record<string, LocatorValue>> | undefined {
  const [options] = call?.method === 'filter' ? call.args : [];
  return options?.is === 'options' ? options.entries : undefined;
}
