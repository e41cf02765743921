import { UNKNOWN_PART } from '../../syntax/static-text.ts';

const ORIGIN = /^(?:https?:)?\/\/[^/?#]*/u;

/**
 * The path that a text asks for: from the first slash on, its origin or unknown base taken off. `undefined` for a text
 * that is no path, or one of which nothing is known.
 */
export function requestPathOf(text: string): string | undefined {
  const absolute = ORIGIN.test(text);
  const rest = absolute ? text.replace(ORIGIN, '') : withoutBase(text);
  const path = absolute && !rest.startsWith('/') ? `/${rest}` : rest;
  if (!path.startsWith('/') || /[\s*]/u.test(path)) return undefined;
  return path === '/' || /[A-Za-z0-9]/u.test(path.replaceAll(UNKNOWN_PART, '')) ? path : undefined;
}

/** `${…}/api/orders`: what stands before the first slash is the server. */
function withoutBase(text: string): string {
  return text.startsWith(`${UNKNOWN_PART}/`) ? text.slice(UNKNOWN_PART.length) : text;
}
