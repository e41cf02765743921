import type { Endpoint, ProjectManifest, Service } from '../model/manifest.ts';
import type { PlannedTest } from '../model/strategy.ts';
import { pathPatternOf } from './endpoint-path.ts';
import type { KnownTest, TestAim } from './plan-subject.ts';
import { mainEndpointOf, requestedEndpointsOf } from './requested-endpoints.ts';
import { isFormOf, tokensOf } from './tokens.ts';

/**
 * What a test aims at. Its endpoint is the one that its own requests are about; without such requests one that the
 * title, a tag or the reached handlers point to alone. A service is named only when an endpoint, the reached files or
 * the words of path and title do. What is not known stays undefined.
 */
export function testAimOf(
  test: KnownTest,
  reaches: readonly string[] | undefined,
  manifest: ProjectManifest | undefined,
): TestAim {
  const type = typeOf(test);
  if (!manifest) return { type, requested: [] };
  const requested = requestedEndpointsOf(test, manifest.endpoints);
  const main = mainEndpointOf(test, type, requested);
  const candidates = main ? [main] : bestEndpointsOf(test, reaches ?? [], manifest.endpoints);
  const endpoint = candidates.length === 1 ? candidates[0] : undefined;
  const services = new Set(candidates.map(({ service }) => service));
  const service = services.size === 1 ? [...services][0] : serviceOf(test, reaches ?? [], manifest.services);
  const module = moduleOf(test, reaches ?? []);
  return {
    type,
    ...(service === undefined ? {} : { service }),
    ...(module === undefined ? {} : { module }),
    ...(endpoint ? { endpoint } : {}),
    requested,
  };
}

function typeOf(test: KnownTest): PlannedTest['type'] {
  const path = `${test.project}/${test.file}`.toLowerCase();
  const says = (word: string): boolean => new RegExp(`(?:^|[/._-])${word}(?:[/._-]|$)`).test(path);
  if (test.runner === 'playwright') return says('api') ? 'api' : 'e2e';
  if (says('integration') || says('e2e')) return 'integration';
  return says('api') ? 'api' : 'unit';
}

function bestEndpointsOf(test: KnownTest, reaches: readonly string[], endpoints: readonly Endpoint[]): Endpoint[] {
  const reached = new Set(reaches);
  const handlers = endpoints.filter(({ handler }) => reached.has(handler.file)).length;
  const scored = endpoints.map((endpoint) => {
    const handlerScore = reached.has(endpoint.handler.file) && handlers <= 3 ? 2 : 0;
    return { endpoint, score: nameScoreOf(test, endpoint) + handlerScore };
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < 2 ? [] : scored.filter(({ score }) => score === best).map(({ endpoint }) => endpoint);
}

const methodWords: Readonly<Record<string, readonly string[]>> = {
  GET: ['get', 'list', 'read', 'show', 'fetch', 'find'],
  POST: ['post', 'create', 'add', 'submit', 'place', 'register'],
  PUT: ['put', 'update', 'replace'],
  PATCH: ['patch', 'update', 'change', 'edit'],
  DELETE: ['delete', 'remove', 'cancel'],
};

/** 4 for the path written out, 1.5 for its last word in the title, 1 in the file's name; 1 more when the method agrees. */
function nameScoreOf(test: KnownTest, endpoint: Endpoint): number {
  const title = `${test.titlePath.join(' ')} ${test.tags.join(' ')}`;
  const words = tokensOf(title);
  const agrees = words.some((word) => (methodWords[endpoint.method] ?? []).includes(word)) ? 1 : 0;
  if (pathPatternOf(endpoint.path).test(title)) return 4 + agrees;
  const noun = nounOf(endpoint.path);
  if (noun === undefined) return 0;
  if (words.some((word) => isFormOf(word, noun) || isFormOf(noun, word))) return 1.5 + agrees;
  return tokensOf(test.file).some((word) => isFormOf(word, noun) || isFormOf(noun, word)) ? 1 + agrees : 0;
}

/** The last fixed word of a path: `orders` of `/api/v1/orders/:id`. */
function nounOf(path: string): string | undefined {
  const fixed = path.split('/').filter((part) => /^[a-z][\w-]*$/i.test(part) && !/^(?:api|v\d+)$/i.test(part));
  return fixed.at(-1)?.toLowerCase();
}

function serviceOf(test: KnownTest, reaches: readonly string[], services: readonly Service[]): string | undefined {
  const reached = new Set(reaches);
  const counts = services
    .map(({ name, files }) => ({ name, count: files.filter((file) => reached.has(file)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  if (first && first.count > (second?.count ?? 0)) return first.name;
  // `tests/…` and `….spec.ts` say that it is a test, not that it aims at a service of that name.
  const ofFile = tokensOf(test.file).filter((word) => !/^(?:tests?|specs?|e2e|units?)$/.test(word));
  const words = [...ofFile, ...test.titlePath.flatMap(tokensOf), ...test.tags.flatMap(tokensOf)];
  const named = services.filter(({ name }) =>
    tokensOf(name).some((part) => words.some((word) => isFormOf(word, part) || isFormOf(part, word))),
  );
  return named.length === 1 ? named[0]?.name : undefined;
}

/** The reached source file that carries the test file's name: `src/cart.ts` for `test/cart.test.ts`. */
function moduleOf(test: KnownTest, reaches: readonly string[]): string | undefined {
  const stem = stemOf(test.file);
  return reaches.find((file) => stemOf(file) === stem);
}

function stemOf(file: string): string {
  return (file.split('/').at(-1) ?? '').replace(/(?:\.(?:test|spec|setup))?\.[cm]?[jt]sx?$/, '').toLowerCase();
}
