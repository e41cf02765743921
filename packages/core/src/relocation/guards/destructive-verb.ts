import { type Deed, deedOf } from './destructive-verbs.ts';
import { calledOf, type Guard } from './guard.ts';
import { sharesIdentity } from './no-shared-identity.ts';

/** It would do something else that cannot be taken back. */
export const destructiveVerb: Guard = {
  name: 'destructive-verb',
  check: ({ old, candidate }) => {
    const [before, now] = [deedOf(saidBy(old)), deedOf(saidBy(candidate))];
    const words = `It said ${calledOf(old)} and the candidate says ${calledOf(candidate)}`;
    if (!now) return before && deedLost(before, words, sharesIdentity(old, candidate));
    if (!before) return deedGained(now, words, saidBy(old));
    if (before.name !== now.name)
      return { verdict: 'refuse', reason: `${words}: “${before.said}” and “${now.said}” are not the same deed.` };
    const isSameLanguage = [...before.languages].some((language) => now.languages.has(language));
    return isSameLanguage
      ? undefined
      : { verdict: 'propose', reason: `${words}, in another language; that it means the same is for a person to say.` };
  },
};

type Finding = ReturnType<Guard['check']>;

function deedLost(before: Deed, words: string, isNamedAlike: boolean): Finding {
  return isNamedAlike
    ? { verdict: 'propose', reason: `${words}: what cannot be taken back is done by a person's word only.` }
    : { verdict: 'refuse', reason: `${words}: “${before.said}” is nowhere, and nothing else names it as before.` };
}

/** An icon that is given a word is told from one that always meant something else by a person. */
function deedGained(now: Deed, words: string, said: string): Finding {
  return /\p{L}/u.test(said)
    ? {
        verdict: 'refuse',
        reason: `${words}: “${now.said}” cannot be taken back, and it did nothing of the kind before.`,
      }
    : { verdict: 'propose', reason: `${words}, which cannot be taken back; it had no words before.` };
}

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
