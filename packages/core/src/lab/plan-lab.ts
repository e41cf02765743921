import { type Circumstances, type Factor, type LabSetting, baselineCircumstances } from './factor.ts';
import { factors } from './registry.ts';

/** One set of circumstances to try. */
export interface PlannedArm {
  /** The factor's name; `baseline` for the first. */
  readonly factor: string;
  /** The factor as a sentence names it. */
  readonly title: string;
  readonly label: string;
  readonly circumstances: Circumstances;
}

/** A factor that was left out, and why, in one sentence. */
export interface FactorNotTried {
  readonly factor: string;
  readonly reason: string;
}

/** A factor, and the static patterns in the test's code that speak for it. */
export interface FactorHint {
  readonly factor: string;
  readonly patterns: readonly string[];
}

/** What a lab is to try, in the order of the first round. */
export interface LabPlan {
  /** The baseline first. */
  readonly arms: readonly PlannedArm[];
  readonly notTried: readonly FactorNotTried[];
  readonly hints: readonly FactorHint[];
}

/**
 * Plans the arms of a lab: first those of factors that the test's code speaks for, last those that run the whole suite, for a short
 * budget may reach no others. `asked` are the factors that were named; undefined for all that need no asking.
 */
export function planLab(
  setting: LabSetting,
  { asked, patterns }: { readonly asked: readonly Factor[] | undefined; readonly patterns: ReadonlySet<string> },
): LabPlan {
  const proposals = (asked ?? factors).map((factor) => {
    const arms = factor.armsFor(setting);
    const reason = asked === undefined && typeof arms !== 'string' ? factor.onRequest : undefined;
    return { factor, arms: reason ?? arms, hints: (factor.patterns ?? []).filter((pattern) => patterns.has(pattern)) };
  });
  const arms = proposals.flatMap(({ factor: { name, title }, arms: proposed, hints }) =>
    typeof proposed === 'string'
      ? []
      : proposed.map(({ label, change }) => ({
          rank: hints.length > 0 ? 0 : isCostly(change) ? 2 : 1,
          arm: { factor: name, title, label, circumstances: { ...baselineCircumstances, ...change } },
        })),
  );
  const baseline = {
    factor: 'baseline',
    title: 'as it is',
    label: `with its file, one worker, time zone ${setting.timeZone}`,
    circumstances: baselineCircumstances,
  };
  return {
    arms: [baseline, ...arms.toSorted((a, b) => a.rank - b.rank).map(({ arm }) => arm)],
    notTried: proposals.flatMap(({ factor, arms: reason }) =>
      typeof reason === 'string' ? [{ factor: factor.name, reason }] : [],
    ),
    hints: proposals.flatMap(({ factor, arms: proposed, hints }) =>
      typeof proposed === 'string' || hints.length === 0 ? [] : [{ factor: factor.name, patterns: hints }],
    ),
  };
}

/** The other files may take a hundred times as long as the test. */
function isCostly({ company }: Partial<Circumstances>): boolean {
  return company === 'after-others' || company === 'beside-others';
}
