import type { Dialect, DialectFields } from './dialect.ts';

const told =
  /(?:^|[\s(:])(\d{1,2}) (CANCELLED|UNKNOWN|INVALID_ARGUMENT|DEADLINE_EXCEEDED|NOT_FOUND|ALREADY_EXISTS|PERMISSION_DENIED|RESOURCE_EXHAUSTED|FAILED_PRECONDITION|ABORTED|OUT_OF_RANGE|UNIMPLEMENTED|INTERNAL|UNAVAILABLE|DATA_LOSS|UNAUTHENTICATED): /;

/** The HTTP status that means the same, after the mapping of the gRPC gateway. */
const httpOf: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNKNOWN: 500,
  DATA_LOSS: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
};

/** The status line of gRPC: `14 UNAVAILABLE: …`. */
export const grpc: Dialect = {
  name: 'grpc',
  parse({ all }): DialectFields {
    const name = told.exec(all)?.[2];
    if (name === undefined) return {};
    if (name === 'DEADLINE_EXCEEDED') return { timeout: { kind: 'other' } };
    const code = httpOf[name];
    return code === undefined ? {} : { statuses: [{ code, role: 'told' }] };
  },
};
