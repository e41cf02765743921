import type { Failure } from '../model/failure.ts';
import type { Classification } from './cause.ts';
import { clusterLinksOf } from './cluster-links.ts';
import { connectedGroupsOf } from './connected-groups.ts';
import { type FailureItem, type JudgedFailure, judgedFailureOf } from './judged-failure.ts';
import { retoldLinksOf } from './retold-links.ts';
import { telltalePagesOf } from './telltale-pages.ts';
import { findOutageWindows, outageOf, type OutageWindow, tellsOfOutage } from './outage.ts';

export type { FailureItem } from './judged-failure.ts';

/** Failures with one cause. */
export interface FailureCluster<Item extends FailureItem = FailureItem> {
  /** The smallest of its signatures; stable while the same failures come in. */
  readonly signature: string;
  /** All signatures joined here. */
  readonly signatures: readonly string[];
  /** The surest classification among its failures. */
  readonly classification: Classification;
  /** The failure that stands for all: the one classified most surely. */
  readonly example: Failure;
  readonly items: readonly Item[];
  /** The server that was away, when that is the cause. */
  readonly outage?: OutageWindow;
}

/**
 * Joins failures with one cause, within a run and across runs: those of one signature, where it says enough to be that of one bug;
 * for causes that strike from outside, those that name the same server, error code or status; those that miss the same element;
 * and those of one outage, however it showed. Largest cluster first; which failures share a cluster does not depend on their order.
 */
export function clusterFailures<Item extends FailureItem>(items: readonly Item[]): readonly FailureCluster<Item>[] {
  const judged = items.map(judgedFailureOf);
  const windows = findOutageWindows(judged);
  const context = { windows, pages: telltalePagesOf(judged), retold: retoldLinksOf(judged) };
  const groups = connectedGroupsOf(judged, (failure) => linksOf(failure, context));
  const clusters = groups.map((group) => clusterOf(group, windows));
  return clusters.sort((a, b) => b.items.length - a.items.length || a.signature.localeCompare(b.signature));
}

interface LinkContext {
  readonly windows: readonly OutageWindow[];
  readonly pages: ReadonlyMap<JudgedFailure, string>;
  readonly retold: ReadonlyMap<JudgedFailure, readonly string[]>;
}

function linksOf(failure: JudgedFailure, { windows, pages, retold }: LinkContext): readonly string[] {
  const own = [...clusterLinksOf(failure, pages.get(failure)), ...(retold.get(failure) ?? [])];
  const outage = outageOf(failure, windows);
  if (outage === undefined) return own;
  const link = `outage ${outage.runId} ${outage.server} ${outage.status ?? ''} ${outage.startedAtMs}`;
  // A consequence must not draw in what failed alike for a reason of its own at another time.
  return tellsOfOutage(failure) ? [link, ...own] : [link];
}

function clusterOf<Item extends FailureItem>(
  members: readonly JudgedFailure<Item>[],
  windows: readonly OutageWindow[],
): FailureCluster<Item> {
  const surest = members.reduce((best, member) => (isSurer(member, best) ? member : best));
  const signatures = [...new Set(members.map(({ signature }) => signature))].sort();
  const struck = new Set(members.map((member) => outageOf(member, windows)));
  const outage = windows.find((window) => struck.has(window));
  return {
    signature: signatures[0] ?? '',
    signatures,
    classification: surest.classification,
    example: surest.item.failure,
    items: members.map(({ item }) => item),
    ...(outage === undefined ? {} : { outage }),
  };
}

/** By probability; equals by what they say, so that the order of the failures does not decide. */
function isSurer(one: JudgedFailure, other: JudgedFailure): boolean {
  const difference = one.classification.probability - other.classification.probability;
  if (difference !== 0) return difference > 0;
  return `${one.signature} ${one.item.failure.message}` < `${other.signature} ${other.item.failure.message}`;
}
