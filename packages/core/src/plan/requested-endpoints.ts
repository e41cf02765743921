import type { Endpoint, StaticRequest } from '../model/manifest.ts';
import { requestedEndpointOf, specificityOf } from './endpoint-path.ts';
import type { KnownTest, TestAim } from './plan-subject.ts';
import { isFormOf, tokensOf } from './tokens.ts';

/** An endpoint that a test's text asks for, and from where in the text. */
export interface RequestedEndpoint {
  readonly endpoint: Endpoint;
  readonly from: StaticRequest['from'];
}

/** The endpoints that a test asks for, in the order of its text, as far as they are told. */
export function requestedEndpointsOf(
  test: Pick<KnownTest, 'static'>,
  endpoints: readonly Endpoint[],
): readonly RequestedEndpoint[] {
  return (test.static?.requests ?? []).flatMap((request) => {
    const endpoint = requestedEndpointOf(request, endpoints);
    return endpoint ? [{ endpoint, from: request.from }] : [];
  });
}

/** What the test asks for itself or through the functions it calls; what fixtures and hooks prepare is left out. */
export function ownRequestsOf(requested: readonly RequestedEndpoint[]): readonly RequestedEndpoint[] {
  return requested.filter(({ from }) => from === 'test' || from === 'helper');
}

const writes: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The one endpoint that a test is about. Of its own requests those to the service that the file is named after go
 * first, then those in the test before those of the functions it calls; of these the last write, else the most
 * specific. In a test of the user interface a function that is called only prepares, unless the file is named after its service.
 */
export function mainEndpointOf(
  test: Pick<KnownTest, 'file'>,
  type: TestAim['type'],
  requested: readonly RequestedEndpoint[],
): Endpoint | undefined {
  const own = ownRequestsOf(requested);
  const named = own.filter(({ endpoint }) => isNamedAfter(test.file, endpoint.service));
  const candidates = named.length > 0 ? named : own;
  const direct = candidates.filter(({ from }) => from === 'test');
  const prepares = type === 'e2e' && named.length === 0;
  const endpoints = (direct.length > 0 || prepares ? direct : candidates).map(({ endpoint }) => endpoint);
  return endpoints.findLast(({ method }) => writes.has(method)) ?? mostSpecificOf(endpoints);
}

/** `orders.spec.ts` after the service `orders`. */
function isNamedAfter(file: string, service: string): boolean {
  const words = tokensOf((file.split('/').at(-1) ?? '').replace(/\..*$/, ''));
  return tokensOf(service).some((part) => words.some((word) => isFormOf(word, part) || isFormOf(part, word)));
}

function mostSpecificOf(endpoints: readonly Endpoint[]): Endpoint | undefined {
  return endpoints.reduce<Endpoint | undefined>(
    (best, one) => (best && specificityOf(best.path) >= specificityOf(one.path) ? best : one),
    undefined,
  );
}
