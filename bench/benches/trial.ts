import { createScratchProject } from '../../test/support/scratch-project.ts';
import { type HealedTest, healVariants, rememberElements } from '../../test/support/trial/heal-variant.ts';
import { type Breakage, isForLocators, readTruth, type TrialVariant } from '../../test/support/trial/truth.ts';
import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';

/** Changes that come together with a bug in the same place. */
const together = [
  ['place-order-reworded', 'total-without-tax'],
  ['card-test-ids-renamed', 'product-lost'],
  ['cart-test-ids-renamed', 'subtotal-wrong'],
  ['coupon-button-shouts', 'coupon-ignored'],
  ['nav-reworded', 'orders-link-wrong'],
  ['settings-ids-regenerated', 'account-buttons-swapped'],
  ['tables-classes-renamed', 'cancel-shows-old-state'],
  ['sign-in-reworded', 'login-dead'],
] as const;

/** A broken test after its repair. */
interface Case {
  readonly variants: readonly TrialVariant[];
  readonly breakages: readonly Breakage[];
  readonly healed: HealedTest;
}

/**
 * The trial of healing: every change and every bug of the shop's UI, and some together, one after the other, each repaired by
 * `e2e heal --apply`. `TRIAL_ONLY=a,b` tries these variants alone, `TRIAL_MOST=2` two of the tests that each breaks.
 */
export const trialBench: Bench = {
  name: 'trial',
  description: "repairs of tests that harmless changes and bugs of the shop's UI break, with their proofs (an hour)",
  async run() {
    const shop = createScratchProject('shop', undefined, undefined, { withTrial: true });
    try {
      const most = Number(process.env['TRIAL_MOST'] ?? Infinity);
      const truth = readTruth(shop.root).map((one) => ({ ...one, breaks: one.breaks.slice(0, most) }));
      const only = process.env['TRIAL_ONLY']?.split(',');
      const singles = truth.map(({ name }) => [name] as const);
      const wanted = [...singles, ...together].filter((names) => !only || names.every((name) => only.includes(name)));
      const tried = truth.filter(({ name }) => wanted.some((names) => names.some((one) => one === name)));
      await rememberElements(shop, [...new Set(tried.flatMap(({ breaks }) => breaks.map(({ test }) => test)))]);
      const cases: Case[] = [];
      for (const names of wanted) {
        const variants = truth.filter(({ name }) => names.some((one) => one === name));
        if (variants.every(({ breaks }) => breaks.length === 0)) continue;
        for (const healed of await healVariants(shop, variants)) {
          const breakages = variants.flatMap(({ breaks }) => breaks.filter(({ test }) => test === healed.test));
          const ended = { variants, breakages, healed };
          cases.push(ended);
          process.stderr.write(lineOf(ended));
        }
      }
      return figuresOf(cases);
    } finally {
      shop.remove();
    }
  },
};

type Ending = 'healed' | 'WRONG' | 'right on top' | 'refused';

/** Of a bug that breaks the test, being green is wrong; of a change, being green with another element. */
function endingOf({ variants, healed }: Case): Ending {
  const { test, isGreen, isRight } = healed;
  const isBug = variants.some(({ kind, breaks }) => kind === 'bug' && breaks.some((one) => one.test === test));
  if (isGreen) return isBug || isRight === false ? 'WRONG' : 'healed';
  return isRight === true ? 'right on top' : 'refused';
}

function lineOf(tried: Case): string {
  const names = tried.variants.map(({ name }) => name).join(' + ');
  return `${names}: ${tried.healed.test}: ${endingOf(tried)} (${tried.healed.says})\n`;
}

function figuresOf(cases: readonly Case[]): readonly Figure[] {
  const single = cases.filter(({ variants }) => variants.length === 1);
  const changes = single.filter(({ variants: [variant] }) => variant?.kind === 'change');
  const bugs = single.filter(({ variants: [variant] }) => variant?.kind === 'bug');
  const both = cases.filter(({ variants }) => variants.length > 1);
  const mendable = changes.filter(({ breakages }) => breakages.every(isForLocators));
  const count = (of: readonly Case[], ...endings: readonly Ending[]): number =>
    of.filter((one) => endings.includes(endingOf(one))).length;
  const share = (...endings: readonly Ending[]): number => (count(mendable, ...endings) / mendable.length) * 100;
  return [
    informs('changes: tests that another locator mends', mendable.length, ''),
    informs('of these healed', share('healed'), '%'),
    atLeast('of these healed, or the right candidate on top', share('healed', 'right on top'), '%', 90),
    informs('changes: tests that no locator mends', changes.length - mendable.length, ''),
    atMost('changes: tests that go on with another element', count(changes, 'WRONG'), '', 0),
    informs('bugs: tests that fail', bugs.length, ''),
    atMost('bugs: tests turned green', count(bugs, 'WRONG'), '', 0),
    informs('changes and bugs together: tests', both.length, ''),
    atMost('changes and bugs together: tests of a bug turned green', count(both, 'WRONG'), '', 0),
  ];
}
