import { featuresOf } from '../../cause/features.ts';
import { rememberedFor } from '../../relocation/diagnose.ts';
import type { ElementFingerprint, ElementOption } from '../../relocation/element-fingerprint.ts';
import { calledOf, shortened } from '../../relocation/guards/guard.ts';
import { identifierWordsOf, wordsOf } from '../../relocation/words.ts';
import { sameElementOf } from './same-element.ts';
import type { OptionRename, StepRepairRule } from './step-repair.ts';

/** The option that a step selects has another value or another label now. */
export const renamedValueRepair: StepRepairRule = {
  kind: 'renamed-value',
  propose: (input) => {
    const { page, failure } = input;
    const { told, callLog } = featuresOf(failure);
    const before = rememberedFor(input);
    if (!/did not find some options/.test(`${told}\n${callLog}`) || !page || !before) return undefined;
    const now = listOf(before.fingerprint, page.elements);
    const renames = now ? renamesOf(before.fingerprint.options ?? [], now.options ?? []) : [];
    if (!now || renames.length === 0) return undefined;
    const shown = renames.slice(0, 3).map(({ by, from, to }) => `${by} “${shortened(from)}” → “${shortened(to)}”`);
    const more = renames.length > 3 ? ` and ${renames.length - 3} more` : '';
    return {
      probability: Math.min(...renames.map(({ keeps }) => (keeps === undefined ? 0.4 : 0.8))),
      summary: `Options of ${calledOf(now)} were renamed: ${shown.join(', ')}${more}.`,
      evidence: renames.map(({ by, from, to, keeps }) =>
        keeps === undefined
          ? `“${from}” is the one option that is gone and “${to}” the one that is new, at the same place of the list, and they have a word in common.`
          : `The option with the ${by === 'value' ? 'label' : 'value'} “${keeps}” had the ${by} “${from}” and has “${to}”.`,
      ),
      edit: { is: 'option-value', renames: renames.map(({ by, from, to }) => ({ by, from, to })) },
    };
  },
};

/** The list as it is on the page now. */
function listOf(old: ElementFingerprint, elements: readonly ElementFingerprint[]): ElementFingerprint | undefined {
  const lists = elements.filter(({ options }) => options !== undefined);
  return sameElementOf(old, lists)?.element ?? (lists.length === 1 ? lists[0] : undefined);
}

/** A rename with what the option kept; nothing kept where its place and a part of its words tell it. */
type FoundRename = OptionRename & { readonly keeps?: string };

/** An option that is gone with the new one that continues it. */
interface Continued {
  readonly was: ElementOption;
  readonly is: ElementOption;
  readonly rename: FoundRename;
}

/**
 * Options that kept their label and changed their value, or the other way round. What a person reads tells more: a new option continues the
 * old one of its label, whatever has its value. One that changed both is told only when it is the one that is gone, another is the one
 * that is new, both stand at the same place of lists of equal length, and their words have something in common.
 */
function renamesOf(old: readonly ElementOption[], now: readonly ElementOption[]): readonly FoundRename[] {
  const isSame = (a: ElementOption, b: ElementOption): boolean => a.value === b.value && a.label === b.label;
  const gone = old.filter((one) => !now.some((other) => isSame(one, other)));
  const added = now.filter((one) => !old.some((other) => isSame(one, other)));
  const byLabel = gone.flatMap((one) => continuedBy('label', one, { gone, added }) ?? []);
  const byValue = gone
    .filter((one) => !byLabel.some(({ was }) => was === one))
    .flatMap((one) => continuedBy('value', one, { gone, added }) ?? [])
    .filter(({ is }) => !byLabel.some((other) => other.is === is))
    .filter(({ was, is }) => !isCounted(was, old) || isAlike(was, is));
  const kept = gone.flatMap((one) => [...byLabel, ...byValue].find(({ was }) => was === one)?.rename ?? []);
  // Two options of one name that were renamed apart: which of them a test selects is not known.
  const renames = kept.filter(({ by, from }) => kept.filter((one) => one.by === by && one.from === from).length === 1);
  if (kept.length > 0 || gone.length !== 1 || added.length !== 1 || old.length !== now.length) return renames;
  const [was, is] = [gone[0], added[0]];
  if (!was || !is || old.indexOf(was) !== now.indexOf(is) || !isAlike(was, is)) return [];
  return (['value', 'label'] as const).flatMap((by) =>
    was[by] === is[by] || (by === 'label' && was.label === was.value) ? [] : [{ by, from: was[by], to: is[by] }],
  );
}

/** The new option that has the same label, or the same value, when it is the only one and none but this one had it. */
function continuedBy(
  kept: 'label' | 'value',
  was: ElementOption,
  { gone, added }: { readonly gone: readonly ElementOption[]; readonly added: readonly ElementOption[] },
): Continued | undefined {
  const by = kept === 'label' ? 'value' : 'label';
  const keeps = was[kept];
  const [is, ...others] = added.filter((one) => one[kept] === keeps);
  const isAlone = gone.filter((one) => one[kept] === keeps).length === 1 && others.length === 0;
  return is && isAlone && keeps.trim() !== ''
    ? { was, is, rename: { by, from: was[by], to: is[by], keeps } }
    : undefined;
}

/** Whether the values of a list are its places: such a value says nothing of the option. */
function isCounted({ value }: ElementOption, list: readonly ElementOption[]): boolean {
  const numbered = list.flatMap((one, at) => (/^\d+$/.test(one.value) ? [Number(one.value) - at] : []));
  return /^\d+$/.test(value) && new Set(numbered).size === 1;
}

/** Whether two options have a word in common. */
function isAlike(a: ElementOption, b: ElementOption): boolean {
  const words = ({ value, label }: ElementOption): readonly string[] => [
    ...wordsOf(label),
    ...(/^\d+$/.test(value) ? [] : identifierWordsOf(value)),
  ];
  const known = new Set(words(a));
  return words(b).some((word) => known.has(word));
}
