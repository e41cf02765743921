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
  const { routes, known } = matcherOf(endpoints);
  const path = request.path.replace(/[?#].*$/su, '');
  const key = `${request.method ?? ''} ${path}`;
  if (!known.has(key)) known.set(key, bestRouteOf(request.method, partsOf(path), routes));
  return known.get(key);
}

interface Route {
  readonly endpoint: Endpoint;
  readonly parts: readonly string[];
}

interface Matcher {
  readonly routes: readonly Route[];
  /** Answers given before: many tests ask for the same few paths. */
  readonly known: Map<string, Endpoint | undefined>;
}

const matchers = new WeakMap<readonly Endpoint[], Matcher>();

function matcherOf(endpoints: readonly Endpoint[]): Matcher {
  let matcher = matchers.get(endpoints);
  if (!matcher) {
    const routes = endpoints.map((endpoint) => ({ endpoint, parts: partsOf(endpoint.path) }));
    matchers.set(endpoints, (matcher = { routes, known: new Map() }));
  }
  return matcher;
}

function bestRouteOf(
  method: string | undefined,
  parts: readonly string[],
  routes: readonly Route[],
): Endpoint | undefined {
  const scored = routes
    .filter(({ endpoint }) => methodFits(method, endpoint.method))
    .map((route) => ({ route, score: pathScoreOf(parts, route.parts) }));
  const most = scored.reduce((max, { score }) => Math.max(max, score), 0);
  const best = most === 0 ? [] : scored.filter(({ score }) => score === most);
  return best.length === 1 ? best[0]?.route.endpoint : undefined;
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
  const rest = offered.findIndex((part) => catchAll.test(part));
  const named = rest < 0 ? offered : offered.slice(0, rest);
  if (rest < 0 ? asked.length > offered.length : asked.length < rest) return 0;
  // An optional parameter at the end may be left out.
  const needed = named.filter((part, index) => asked[index] !== undefined || !part.endsWith('?'));
  const scores = needed.map((part, index) => partScoreOf(asked[index] ?? '', part));
  if (scores.includes(0) || !scores.includes(fixedScore)) return 0;
  return scores.reduce((sum, score) => sum + score, rest < 0 ? 0 : 1);
}

const fixedScore = 8;

/** Equal texts say most; an unknown value in the place of a parameter more than a known one, and both more than one for a fixed part. */
function partScoreOf(asked: string, offered: string): number {
  if (asked === '') return 0;
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
