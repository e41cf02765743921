import type { Heal, Incident, QuarantineEntry } from '@millwright/core';

import type { RangeCommit } from '../bisect/git-commits.ts';
import { renderCount } from '../render/duration.ts';

/** What is known of the time between an earlier failure and its end. */
export interface ResolutionFacts {
  readonly heals: readonly Heal[];
  readonly quarantined: readonly QuarantineEntry[];
  /** The commits between the last failure and the first pass, oldest first; undefined when git does not know them. */
  readonly commits: readonly RangeCommit[] | undefined;
}

/** How an earlier failure ended, in one sentence, and the commit that is named in it. */
export function tellResolution(
  incident: Incident,
  facts: ResolutionFacts,
): { readonly told: string; readonly commit?: string } {
  const { told, commit } = endingOf(incident, facts);
  const quarantined = facts.quarantined.find(
    (entry) => incident.testIds.includes(entry.id) && entry.since >= incident.firstSeenAt,
  );
  const sentence = quarantined === undefined ? told : `${told} Quarantined since ${dayOf(quarantined.since)}.`;
  return { told: sentence, ...(commit === undefined ? {} : { commit }) };
}

function endingOf(
  { resolution, testIds, lastSeenAt, example }: Incident,
  { heals, commits }: ResolutionFacts,
): { readonly told: string; readonly commit?: string } {
  if (resolution.kind === 'retry') return { told: 'Passed when tried again, in the same run.' };
  const heal = heals.find(
    ({ testId, outcome, decidedAt }) =>
      outcome === 'accepted' &&
      testIds.includes(testId) &&
      decidedAt !== undefined &&
      decidedAt >= lastSeenAt &&
      decidedAt <= resolution.at,
  );
  if (heal !== undefined) return { told: `Healed: ${heal.kind} in ${heal.file}.` };
  if (resolution.kind === 'unchanged') return { told: 'Passed again on the same commit, with nothing changed.' };
  if (commits === undefined || commits.length === 0) return { told: uncommittedOf(resolution.commit) };
  const place = example.location?.file ?? example.frames.find(({ origin }) => origin === 'user')?.file;
  const touching = commits.filter(({ files }) => files.some((file) => place !== undefined && file.endsWith(place)));
  const named = (touching.length === 1 ? touching : commits).at(-1);
  if (named === undefined) return { told: uncommittedOf(resolution.commit) };
  const name = `${named.commit.slice(0, 10)} "${named.subject}"`;
  const isTestChanged = touching.includes(named) ? ', which changed the failing file' : '';
  return {
    commit: named.commit,
    told:
      commits.length === 1
        ? `Ended with ${name}${isTestChanged}.`
        : isTestChanged === ''
          ? `Ended within ${renderCount(commits.length, 'commit')}, the last ${name}.`
          : `Ended within ${renderCount(commits.length, 'commit')}; ${name} changed the failing file.`,
  };
}

function uncommittedOf(commit: string | undefined): string {
  return commit === undefined
    ? 'Passed again later; no commit is known.'
    : `Passed again at commit ${commit.slice(0, 10)} or with changes that were not committed.`;
}

function dayOf(iso: string): string {
  return iso.slice(0, 10);
}
