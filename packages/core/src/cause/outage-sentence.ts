import type { OutageWindow } from './outage.ts';

/** A server that stopped answering, or answered only with an error, while a run went on. */
export interface ServerOutage {
  /** `:3000` for a server of this machine, else `host` or `host:port`; empty when no message names it. */
  readonly server: string;
  /** The status that it answered with; absent when nobody listened. */
  readonly status?: number;
  /** ISO 8601: when the first failure told of it. */
  readonly startedAt: string;
  /** ISO 8601: when the last one did. */
  readonly lastSeenAt: string;
  /** `The app server at :3000 stopped answering at 10:42:07, 33 tests after it.` */
  readonly sentence: string;
}

export interface OutageFacts {
  readonly window: OutageWindow;
  /** Tests that failed of it. */
  readonly tests: number;
  /** Whether a test passed before it, so that the server was there once. */
  readonly answeredBefore: boolean;
  /** IANA name of the zone in which clock times are told. */
  readonly timeZone: string;
}

/** Tells of an outage. */
export function describeOutage({ window, tests, answeredBefore, timeZone }: OutageFacts): ServerOutage {
  const { server, status, startedAtMs, lastSeenAtMs } = window;
  const shown = server.replace('<local>', '');
  const name = shown === '' ? 'The app server' : `${isDatabase(shown) ? 'The server' : 'The app server'} at ${shown}`;
  const time = clockTimeOf(startedAtMs, timeZone);
  const count = `${tests} ${tests === 1 ? 'test' : 'tests'}`;
  const happened =
    status !== undefined
      ? `${name} answered ${status} from ${time} on`
      : answeredBefore
        ? `${name} stopped answering at ${time}`
        : `${name} stopped answering at ${time} or before`;
  return {
    server: shown,
    ...(status === undefined ? {} : { status }),
    startedAt: new Date(startedAtMs).toISOString(),
    lastSeenAt: new Date(lastSeenAtMs).toISOString(),
    sentence: `${happened}, ${count} after it.`,
  };
}

/** PostgreSQL, MySQL, SQL Server, Redis, MongoDB, Kafka, Elasticsearch, RabbitMQ at their usual ports. */
function isDatabase(server: string): boolean {
  return /:(?:5432|3306|1433|6379|27017|9092|9200|5672)$/.test(server);
}

function clockTimeOf(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(ms));
}
