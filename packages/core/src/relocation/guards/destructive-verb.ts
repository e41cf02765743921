import { deedOf } from './destructive-verbs.ts';
import { calledOf, type Guard } from './guard.ts';
import { sharesIdentity } from './no-shared-identity.ts';

/** It would do something else that cannot be taken back. */
export const destructiveVerb: Guard = {
  name: 'destructive-verb',
  check: ({ old, candidate }) => {
    const [before, now] = [deedOf(saidBy(old)), deedOf(saidBy(candidate))];
    if (!before && !now) return undefined;
    const words = `It said ${calledOf(old)} and the candidate says ${calledOf(candidate)}`;
    if (!now && !sharesIdentity(old, candidate))
      return {
        verdict: 'refuse',
        reason: `${words}: “${before?.said ?? ''}” is nowhere, and nothing else names it as before.`,
      };
    if (!now)
      return { verdict: 'propose', reason: `${words}: what cannot be taken back is done by a person's word only.` };
    if (!before && !/\p{L}/u.test(saidBy(old)))
      return { verdict: 'propose', reason: `${words}, which cannot be taken back; it had no words before.` };
    if (before?.name !== now.name)
      return {
        verdict: 'refuse',
        reason: `${words}: ${before ? `“${before.said}” and “${now.said}” are` : `“${now.said}” is`} not the same deed.`,
      };
    const isSameLanguage = [...before.languages].some((language) => now.languages.has(language));
    return isSameLanguage
      ? undefined
      : { verdict: 'propose', reason: `${words}, in another language; that it means the same is for a person to say.` };
  },
};

function saidBy({
  name,
  text,
  title,
}: {
  readonly name?: string;
  readonly text?: string;
  readonly title?: string;
}): string {
  return [name, text, title].find((one) => one !== undefined && one.trim() !== '') ?? '';
}
