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

/** A sentence, and the commit that is named in it. */
interface Told {
  readonly told: string;
  readonly commit?: string;
}

/** How an earlier failure ended. */
export function tellResolution(incident: Incident, facts: ResolutionFacts): Told {
  const ending = endingOf(incident, facts);
  const quarantined = facts.quarantined.find(
    (entry) => incident.testIds.includes(entry.id) && entry.since >= incident.firstSeenAt,
  );
  return quarantined === undefined
    ? ending
    : { ...ending, told: `${ending.told} Quarantined since ${quarantined.since.slice(0, 10)}.` };
}

function endingOf(incident: Incident, { heals, commits }: ResolutionFacts): Told {
  const { resolution } = incident;
  if (resolution.kind === 'retry') return { told: 'Passed when tried again, in the same run.' };
  const heal = heals.find((one) => hasEnded(one, incident));
  if (heal !== undefined) return { told: `Healed: ${heal.kind} in ${heal.file}.` };
  if (resolution.kind === 'unchanged') return { told: 'Passed again on the same commit, with nothing changed.' };
  return (
    endedByCommits(incident, commits ?? []) ?? {
      told:
        resolution.commit === undefined
          ? 'Passed again later; no commit is known.'
          : `Passed again at commit ${resolution.commit.slice(0, 10)}, or with changes that were not committed.`,
    }
  );
}

function hasEnded({ testId, outcome, decidedAt = '' }: Heal, { testIds, lastSeenAt, resolution }: Incident): boolean {
  return outcome === 'accepted' && testIds.includes(testId) && decidedAt >= lastSeenAt && decidedAt <= resolution.at;
}

/** Of several commits the one that changed the failing file, when it is one, else the newest. */
function endedByCommits({ example }: Incident, commits: readonly RangeCommit[]): Told | undefined {
  const place = example.location?.file ?? example.frames.find(({ origin }) => origin === 'user')?.file;
  const touching = commits.filter(({ files }) => files.some((file) => place !== undefined && file.endsWith(place)));
  const [only] = touching.length === 1 ? touching : [];
  const named = only ?? commits.at(-1);
  if (named === undefined) return undefined;
  const { commit, subject } = named;
  const name = `${commit.slice(0, 10)} "${subject}"`;
  const count = renderCount(commits.length, 'commit');
  if (commits.length === 1)
    return { commit, told: `Ended with ${name}${only === undefined ? '' : ', which changed the failing file'}.` };
  return {
    commit,
    told:
      only === undefined
        ? `Ended within ${count}, the last ${name}.`
        : `Ended within ${count}, of which ${name} changed the failing file.`,
  };
}
