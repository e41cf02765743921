import type { FollowedPlan } from './followed-plan.ts';
import { escaped, hasPlaceholder, titleSourceOf } from './title-pattern.ts';

/** What a plan says of the tests of a file that one title path stands for. */
export interface Ruling {
  /** An empty string for any project. */
  readonly project: string;
  /** Source of a regular expression for the titles, joined by `titleGlue`. */
  readonly titles: string;
  /** Why the tests are left out; absent when they are planned. */
  readonly reason?: string;
}

/** Between the titles that a ruling is asked for; no title contains it. */
export const titleGlue = '\u001E';

interface Sayer {
  readonly project: string;
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly reason?: string;
}

/**
 * For each file of which the plan leaves tests out: what it says of its tests, the first that fits counts. Titles in full come before
 * titles that only run time completes, and what is planned before what is left out; a test that nothing fits is new and runs.
 */
export function rulingsOf({ order, leftOut }: FollowedPlan): ReadonlyMap<string, readonly Ruling[]> {
  const planned = Map.groupBy<string, Sayer>(order.tests, ({ file }) => file);
  return new Map(
    [...Map.groupBy<string, Sayer>(leftOut, ({ file }) => file)].map(([file, tests]) => {
      const all = [...(planned.get(file) ?? []), ...tests];
      return [file, all.toSorted((a, b) => vagueness(a) - vagueness(b)).map(rulingOf)];
    }),
  );
}

/** What the first fitting ruling says of a test: left out, with the reason. Undefined when it is to run. */
export function leavingOutReasonOf(
  rulings: readonly Ruling[],
  { project, titlePath }: Pick<Sayer, 'project' | 'titlePath'>,
): string | undefined {
  const titles = titlePath.join(titleGlue);
  const fits = (ruling: Ruling): boolean =>
    (ruling.project === '' || ruling.project === project) && new RegExp(`^${ruling.titles}$`, 's').test(titles);
  return rulings.find(fits)?.reason;
}

function vagueness({ titlePath }: Sayer): number {
  return hasPlaceholder(titlePath) ? 1 : 0;
}

/** A title in full may look like a pattern (`costs $5`), so it is also taken for itself. */
function rulingOf({ project, titlePath, reason }: Sayer): Ruling {
  const titles = titlePath.map((title) => {
    const source = titleSourceOf(title).replaceAll('.*', `[^${titleGlue}]*`);
    return source === escaped(title) ? source : `(?:${escaped(title)}|${source})`;
  });
  return { project, titles: titles.join(titleGlue), ...(reason === undefined ? {} : { reason }) };
}
