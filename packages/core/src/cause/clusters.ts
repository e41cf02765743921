import type { Failure } from '../model/failure.ts';
import type { TestId } from '../model/test.ts';
import type { CauseClass, Classification } from './cause.ts';
import { classifyFailure } from './classify.ts';
import { type ClassifyContext, type FailureFeatures, featuresOf } from './features.ts';
import { signatureOf } from './signature.ts';

/** A failure and where it happened. */
export interface FailureItem {
  readonly failure: Failure;
  /** Absent for errors outside any test. */
  readonly testId?: TestId;
  readonly runId?: string;
  readonly context?: ClassifyContext;
}

/** Failures with one cause. */
export interface FailureCluster<Item extends FailureItem = FailureItem> {
  /** Signature of the first failure; stable while the same failures come in. */
  readonly signature: string;
  /** All signatures joined here. */
  readonly signatures: readonly string[];
  /** The surest classification among its failures. */
  readonly classification: Classification;
  /** The failure that stands for all: the one classified most surely. */
  readonly example: Failure;
  readonly items: readonly Item[];
}

interface Classified<Item> {
  readonly item: Item;
  readonly signature: string;
  readonly classification: Classification;
  readonly key: string;
}

/**
 * Joins failures with one cause: those of one signature, and, for causes that strike from outside, those that name the
 * same server, error code or status. Largest cluster first; free of the order of equal items otherwise.
 */
export function clusterFailures<Item extends FailureItem>(items: readonly Item[]): readonly FailureCluster<Item>[] {
  const classified = items.map((item): Classified<Item> => {
    const classification = classifyFailure(item.failure, item.context);
    const signature = signatureOf(item.failure);
    return { item, signature, classification, key: sharedKeyOf(item, classification) ?? signature };
  });
  const keyOfSignature = new Map<string, string>();
  for (const { signature, key } of classified) {
    const known = keyOfSignature.get(signature);
    // The smallest key, so that the order of the failures does not decide.
    if (known === undefined || key < known) keyOfSignature.set(signature, key);
  }
  const groups = Map.groupBy(classified, ({ signature, key }) => keyOfSignature.get(signature) ?? key);
  const clusters = [...groups.values()].map(clusterOf);
  return clusters.sort((a, b) => b.items.length - a.items.length || a.signature.localeCompare(b.signature));
}

function clusterOf<Item extends FailureItem>(members: readonly Classified<Item>[]): FailureCluster<Item> {
  const surest = members.reduce((best, member) =>
    member.classification.probability > best.classification.probability ? member : best,
  );
  const signatures = [...new Set(members.map(({ signature }) => signature))].sort();
  return {
    signature: signatures[0] ?? '',
    signatures,
    classification: surest.classification,
    example: surest.item.failure,
    items: members.map(({ item }) => item),
  };
}

/** What failures of an outage have in common: class with server, error code or status. */
function sharedKeyOf(item: FailureItem, { cause, probability }: Classification): string | undefined {
  const keyOf = shared[cause];
  return keyOf === undefined || probability < 0.6 ? undefined : keyOf(featuresOf(item.failure, item.context));
}

/** Causes that come from outside a test, so that many tests fail for one reason, and what names that reason. */
const shared: Readonly<Partial<Record<CauseClass, (features: FailureFeatures) => string | undefined>>> = {
  network: (features) => named('network', features.host ?? codeOf(features)),
  'rate-limit': () => 'rate-limit',
  server: ({ statuses }) => {
    const status = statuses.find(({ role }) => role !== 'expected')?.code;
    // Two 500s may have two reasons: only equal messages join them, which the signature does. The others speak of the
    // server as a whole, and not every message names it.
    return status === undefined || status === 500 ? undefined : `server ${status}`;
  },
  resource: (features) => named('resource', codeOf(features)),
  database: (features) => named('database', codeOf(features)),
};

function codeOf({ errorCodes, browserErrors }: FailureFeatures): string | undefined {
  return errorCodes[0] ?? browserErrors[0];
}

function named(cause: CauseClass, what: string | undefined): string | undefined {
  return what === undefined ? undefined : `${cause} ${what}`;
}
