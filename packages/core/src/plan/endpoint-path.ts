import type { Endpoint, StaticRequest } from '../model/manifest.ts';

/** How a test's text writes what only run time knows. */
const unknownPart = '${…}';
const parameter = /^(?::[\w-]+[?*+]?|\{:?[\w-]+\}|\[[\w-]+\])$/;
/** `*`, `*rest`, `{*rest}`, `:rest*`, `[...rest]`, `[[...rest]]`: any number of parts. */
const catchAll = /^(?:\*\w*|\{\/?\*\w*\}|:\w+[*+]|\[{1,2}\.{3}\w+\]{1,2})$/;

/** Matches an endpoint's path written out in a text, with any value for its parameters. */
export function pathPatternOf(path: string): RegExp {
  const escapedPath = path
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/:[A-Za-z_]\w*|\\\{\w+\\\}|\\\[\w+\\\]/g, '[^/\\s]+');
  return new RegExp(`(?<![\\w/.-])${escapedPath}(?![\\w-]|/\\w)`, 'i');
}

/**
 * The endpoint that a request goes to: the one whose path has most in common with it, part by part. `undefined` when
 * none fits, or when several fit alike, such as the verbs of one path when the request's is not known.
 */
export function requestedEndpointOf(
  request: Pick<StaticRequest, 'method' | 'path'>,
  endpoints: readonly Endpoint[],
): Endpoint | undefined {
  const parts = partsOf(request.path.replace(/[?#].*$/su, ''));
  let best: { readonly score: number; readonly endpoints: Endpoint[] } = { score: 0, endpoints: [] };
  for (const endpoint of endpoints) {
    if (!methodFits(request.method, endpoint.method)) continue;
    const score = pathScoreOf(parts, partsOf(endpoint.path));
    if (score > best.score) best = { score, endpoints: [endpoint] };
    else if (score === best.score) best.endpoints.push(endpoint);
  }
  return best.score > 0 && best.endpoints.length === 1 ? best.endpoints[0] : undefined;
}

/** How specific a path is: fixed parts count double. */
export function specificityOf(path: string): number {
  return partsOf(path).reduce((sum, part) => sum + (parameter.test(part) || catchAll.test(part) ? 1 : 2), 0);
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function methodFits(asked: string | undefined, offered: string): boolean {
  return asked === undefined || offered === 'ALL' || asked === offered || (asked === 'HEAD' && offered === 'GET');
}

/** 0 when the path does not fit. A path without a fixed part in common never does, except the root itself. */
function pathScoreOf(asked: readonly string[], offered: readonly string[]): number {
  if (asked.length === 0 && offered.length === 0) return 1;
  let score = 0;
  let fixed = 0;
  for (const [index, part] of offered.entries()) {
    if (catchAll.test(part)) return fixed > 0 && asked.length >= index ? score + 1 : 0;
    const own = asked[index];
    if (own === undefined && part.endsWith('?')) continue;
    const partScore = own === undefined ? 0 : partScoreOf(own, part);
    if (partScore === 0) return 0;
    if (partScore === fixedScore) fixed++;
    score += partScore;
  }
  return fixed > 0 && asked.length <= offered.length ? score : 0;
}

const fixedScore = 8;

/** Equal texts say most; an unknown value in the place of a parameter more than a known one, and both more than one for a fixed part. */
function partScoreOf(asked: string, offered: string): number {
  const unknown = asked.includes(unknownPart);
  if (parameter.test(offered)) return unknown ? 4 : 2;
  if (asked.toLowerCase() === offered.toLowerCase()) return fixedScore;
  return unknown && mayBecome(asked, offered) ? 1 : 0;
}

function mayBecome(asked: string, offered: string): boolean {
  const [first = '', ...rest] = asked.toLowerCase().split(unknownPart);
  const text = offered.toLowerCase();
  const last = rest.at(-1) ?? '';
  return text.startsWith(first) && text.endsWith(last) && text.length >= first.length + last.length;
}
