import { connectionOf, hostOf, serverNameOf } from '../signature/connection.ts';
import { canonicalLocatorOf } from '../signature/canonical-text.ts';
import type { CauseClass } from './cause.ts';
import type { FailureFeatures } from './features.ts';
import type { JudgedFailure } from './judged-failure.ts';
import { narrowLinksOf, saysLittle } from './narrow-links.ts';

/**
 * What a failure shares with others of one cause: two failures with a common link have one cause. Never empty. `page` tells failures with
 * one signature apart that happened on different pages, see `telltalePagesOf`.
 */
export function clusterLinksOf(failure: JudgedFailure, page: string | undefined): readonly string[] {
  const shared = sharedLinkOf(failure);
  return [
    ...(saysLittle(failure)
      ? narrowLinksOf(failure)
      : [`${failure.signature}${serviceOf(failure)}${page === undefined ? '' : ` on ${page}`}`]),
    ...(shared === undefined ? [] : [shared]),
    ...missingElementLinksOf(failure),
  ];
}

/** The ports that systems give away by themselves begin here (Linux); one below it was chosen, and names a service. */
const firstEphemeralPort = 32_768;

/** What tells two services of one machine apart in a refused connection, where a signature knows no ports. */
function serviceOf({ features }: JudgedFailure): string {
  const port = connectionOf(features) && /:(\d+)$/.exec(features.host ?? hostOf(features.url ?? '') ?? '')?.[1];
  return port === undefined || Number(port) >= firstEphemeralPort ? '' : ` :${port}`;
}

/** An element that is gone takes down every test that looks for it, whatever it wants to do with it. */
function missingElementLinksOf({ item, features }: JudgedFailure): readonly string[] {
  const { locator, matched } = features;
  if (locator === undefined || matched === undefined || matched === 'one') return [];
  const canonical = canonicalLocatorOf(locator);
  // `getByRole('heading')` is on every page.
  const isNamed = /name: '|getBy(?:Text|Label|TestId|Placeholder|AltText|Title)\(|[#[]/.test(canonical);
  return isNamed ? [`element ${matched} ${item.runId ?? ''} ${canonical}`] : [];
}

/** Causes that come from outside a test, so that many tests fail for one reason, and what names that reason. */
const shared: Readonly<Partial<Record<CauseClass, (features: FailureFeatures) => string | undefined>>> = {
  network: (features) => named('network', features.host === undefined ? codeOf(features) : serverNameOf(features.host)),
  'rate-limit': () => 'rate-limit',
  server: ({ statuses }) => {
    const status = statuses.find(({ role }) => role !== 'expected')?.code;
    // Two 500s may have two reasons: only equal messages join them, which the signature does. The others speak of the
    // server as a whole, and not every message names it.
    return status === undefined || status === 500 ? undefined : `server ${status}`;
  },
  resource: (features) => named('resource', codeOf(features)),
  database: (features) => named('database', codeOf(features)),
  authentication: ({ statuses }) =>
    statuses.some(({ code, role }) => code === 401 && role !== 'expected') ? 'status 401' : undefined,
};

/** What failures of an outage have in common: class with server, error code or status. */
function sharedLinkOf({ item, features, classification }: JudgedFailure): string | undefined {
  const { cause, probability } = classification;
  const link = probability < 0.6 ? undefined : shared[cause]?.(features);
  // A session that ended takes its run down, and says nothing of the next one.
  return link !== undefined && cause === 'authentication' ? `${link} ${item.runId ?? ''}` : link;
}

function codeOf({ errorCodes, browserErrors }: FailureFeatures): string | undefined {
  return errorCodes[0] ?? browserErrors[0];
}

function named(cause: CauseClass, what: string | undefined): string | undefined {
  return what === undefined ? undefined : `${cause} ${what}`;
}
