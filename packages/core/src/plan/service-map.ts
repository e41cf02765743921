import type { Endpoint, ProjectManifest } from '../model/manifest.ts';
import type { TestHistory } from '../model/test-history.ts';
import type { TestId } from '../model/test.ts';
import type { KnownTest } from './plan-subject.ts';
import { recordedEndpointOf, withoutStatus } from './recorded-endpoint.ts';
import { requestedEndpointsOf } from './requested-endpoints.ts';
import { testUniverseOf } from './test-universe.ts';

/** How a test is known to touch an endpoint: it was seen to when it ran, or its text shows the request. */
type TouchEvidence = 'recorded' | 'test' | 'helper' | 'fixture' | 'hook';

/** A test that touches an endpoint. */
interface EndpointTouch {
  readonly testId: TestId;
  /** The strongest first. */
  readonly evidence: readonly TouchEvidence[];
}

/** An endpoint with the tests that touch it. */
interface MappedEndpoint extends Pick<Endpoint, 'id' | 'service' | 'method' | 'path'> {
  readonly tests: readonly EndpointTouch[];
}

/** Which tests touch which endpoints of which service. */
export interface ServiceMap {
  readonly services: readonly {
    readonly name: string;
    readonly endpointCount: number;
    readonly touchedCount: number;
  }[];
  /** In the order of the manifest. */
  readonly endpoints: readonly MappedEndpoint[];
  /** The tests that touch one. */
  readonly tests: readonly Pick<KnownTest, 'testId' | 'runner' | 'project' | 'file' | 'titlePath'>[];
  /** Requests that were recorded and that no known endpoint answers, the most frequent first. */
  readonly unplaced: readonly { readonly request: string; readonly testCount: number }[];
  /** What could not be read, in sentences. */
  readonly lacked: readonly string[];
}

const evidenceOrder: readonly TouchEvidence[] = ['recorded', 'test', 'helper', 'fixture', 'hook'];

/**
 * The endpoint × test matrix. `recorded` holds the requests of each test's last good run, such as `POST /api/orders/:id 2xx`; what it lacks
 * is told by the text alone.
 */
export function serviceMapOf(
  manifest: ProjectManifest,
  histories: readonly TestHistory[],
  recorded: ReadonlyMap<TestId, readonly string[]>,
): ServiceMap {
  const { tests } = testUniverseOf(manifest, histories);
  const touches = new Map(manifest.endpoints.map((endpoint) => [endpoint, new Map<TestId, Set<TouchEvidence>>()]));
  const unplaced = new Map<string, Set<TestId>>();
  const touch = (endpoint: Endpoint, { testId }: KnownTest, evidence: TouchEvidence): void => {
    const own = touches.get(endpoint);
    own?.set(testId, (own.get(testId) ?? new Set()).add(evidence));
  };
  for (const test of tests) {
    for (const { endpoint, from } of requestedEndpointsOf(test, manifest.endpoints)) touch(endpoint, test, from);
    for (const told of recorded.get(test.testId) ?? []) {
      const request = withoutStatus(told);
      const endpoint = recordedEndpointOf(told, manifest.endpoints);
      if (endpoint) touch(endpoint, test, 'recorded');
      else unplaced.set(request, (unplaced.get(request) ?? new Set()).add(test.testId));
    }
  }
  const endpoints = [...touches].map(([{ id, service, method, path }, own]) => ({
    id,
    service,
    method,
    path,
    tests: touchesOf(own),
  }));
  const touching = new Set(endpoints.flatMap((endpoint) => endpoint.tests.map(({ testId }) => testId)));
  return {
    services: servicesOf(endpoints),
    endpoints,
    tests: tests
      .filter(({ testId }) => touching.has(testId))
      .map(({ testId, runner, project, file, titlePath }) => ({ testId, runner, project, file, titlePath })),
    unplaced: [...unplaced]
      .map(([request, ids]) => ({ request, testCount: ids.size }))
      .sort((a, b) => b.testCount - a.testCount || (a.request < b.request ? -1 : 1)),
    lacked: lackedOf(manifest, recorded),
  };
}

function touchesOf(own: ReadonlyMap<TestId, ReadonlySet<TouchEvidence>>): readonly EndpointTouch[] {
  return [...own].map(([testId, evidence]) => ({
    testId,
    evidence: evidenceOrder.filter((kind) => evidence.has(kind)),
  }));
}

function servicesOf(endpoints: readonly MappedEndpoint[]): ServiceMap['services'] {
  return [...Map.groupBy(endpoints, ({ service }) => service)]
    .map(([name, own]) => ({
      name,
      endpointCount: own.length,
      touchedCount: own.filter(({ tests }) => tests.length > 0).length,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function lackedOf(manifest: ProjectManifest, recorded: ReadonlyMap<TestId, readonly string[]>): readonly string[] {
  return [
    ...(manifest.endpoints.length === 0 ? ['No endpoint was found in the source text.'] : []),
    ...(recorded.size === 0
      ? ['No recorded requests: which endpoints a test touches is judged by its text alone.']
      : []),
    ...manifest.lacked,
  ];
}
