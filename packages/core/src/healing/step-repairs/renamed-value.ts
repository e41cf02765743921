import { featuresOf } from '../../cause/features.ts';
import { rememberedFor } from '../../relocation/diagnose.ts';
import type { ElementFingerprint, ElementOption } from '../../relocation/element-fingerprint.ts';
import { calledOf, shortened } from '../../relocation/guards/guard.ts';
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
          ? `“${from}” is the one option that is gone and “${to}” the one that is new, at the same place of the list.`
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

/** A rename with what the option kept; nothing kept where it is told by its place alone. */
type FoundRename = OptionRename & { readonly keeps?: string };

/**
 * Options that kept their value and changed their label, or the other way round. One that changed both is told only when it is the one
 * that is gone, another is the one that is new, and both stand at the same place of lists of equal length.
 */
function renamesOf(old: readonly ElementOption[], now: readonly ElementOption[]): readonly FoundRename[] {
  const isSame = (a: ElementOption, b: ElementOption): boolean => a.value === b.value && a.label === b.label;
  const gone = old.filter((one) => !now.some((other) => isSame(one, other)));
  const added = now.filter((one) => !old.some((other) => isSame(one, other)));
  const kept = gone.flatMap((one) => keptRename(one, gone, added) ?? []);
  // Two options of one name that were renamed apart: which of them a test selects is not known.
  const renames = kept.filter(({ by, from }) => kept.filter((one) => one.by === by && one.from === from).length === 1);
  if (kept.length > 0 || gone.length !== 1 || added.length !== 1 || old.length !== now.length) return renames;
  const [was, is] = [gone[0], added[0]];
  if (!was || !is || old.indexOf(was) !== now.indexOf(is)) return [];
  return [
    { by: 'value', from: was.value, to: is.value },
    ...(was.label === was.value ? [] : [{ by: 'label', from: was.label, to: is.label } as const]),
  ];
}

function keptRename(
  option: ElementOption,
  gone: readonly ElementOption[],
  added: readonly ElementOption[],
): FoundRename | undefined {
  for (const [by, kept] of [
    ['label', 'value'],
    ['value', 'label'],
  ] as const) {
    const keeps = option[kept];
    const [successor, ...others] = added.filter((one) => one[kept] === keeps);
    const isAlone = gone.filter((one) => one[kept] === keeps).length === 1 && others.length === 0;
    if (successor && isAlone && keeps.trim() !== '') return { by, from: option[by], to: successor[by], keeps };
  }
  return undefined;
}
