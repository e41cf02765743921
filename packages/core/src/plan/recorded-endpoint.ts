import type { Endpoint } from '../model/manifest.ts';
import { requestedEndpointOf } from './endpoint-path.ts';

/** `POST /api/orders/:id 2xx` without what came back. */
export function withoutStatus(told: string): string {
  return told.replace(/ \S+$/u, '');
}

/** The endpoint that a recorded request, such as `POST /api/orders/:id 2xx`, went to, as far as it is told. */
export function recordedEndpointOf(told: string, endpoints: readonly Endpoint[]): Endpoint | undefined {
  const [method = '', path = ''] = withoutStatus(told).split(' ');
  // What stands for a number or an id in a record may be any value.
  return requestedEndpointOf({ method, path: path.replaceAll(/:id(?![\w-])/gu, '${…}') }, endpoints);
}
