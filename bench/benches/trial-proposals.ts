import { createScratchProject } from '../../test/support/scratch-project.ts';
import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { type Judged, judgeProposal } from '../../test/support/trial/judge-proposal.ts';
import { readTrialFailures } from '../../test/support/trial/read-failures.ts';
import { runVariants } from '../../test/support/trial/run-variants.ts';
import { type Breakage, isForLocators, readTruth, type TrialVariant } from '../../test/support/trial/truth.ts';

/** A failure with what is true of it and what was said. */
interface Case {
  readonly variant: TrialVariant;
  readonly breakage: Breakage;
  readonly judged: Judged;
}

/** What is proposed for tests that break on harmless changes and on bugs of the shop's UI, before any proof. */
export const trialProposalsBench: Bench = {
  name: 'trial-proposals',
  description: "which locators are proposed when the shop's UI changes, and when it breaks (before any proof)",
  async run() {
    const shop = createScratchProject('shop', undefined, undefined, { withTrial: true });
    try {
      const truth = readTruth(shop.root);
      const folders = await runVariants(shop.root, truth);
      const failures = await readTrialFailures(folders.history, folders.parts);
      const cases = truth.flatMap((variant) =>
        variant.breaks.flatMap((breakage) => {
          const failure = failures.find((one) => one.variant === variant.name && one.test === breakage.test);
          return failure ? [{ variant, breakage, judged: judgeProposal(failure, breakage.part) }] : [];
        }),
      );
      process.stderr.write(cases.map(lineOf).join(''));
      return figuresOf(cases);
    } finally {
      shop.remove();
    }
  },
};

function lineOf({ variant, breakage, judged }: Case): string {
  const top = judged.answer === 'refused' && !judged.isRight ? '' : judged.isRight ? ', right' : ', WRONG';
  return `${variant.kind} ${variant.name}: ${breakage.test}: ${judged.answer}${top}: ${judged.says}\n`;
}

function figuresOf(cases: readonly Case[]): readonly Figure[] {
  const changes = cases.filter(({ variant }) => variant.kind === 'change');
  const bugs = cases.filter(({ variant }) => variant.kind === 'bug');
  const forLocators = changes.filter(({ breakage }) => isForLocators(breakage));
  const others = changes.filter(({ breakage }) => !isForLocators(breakage));
  const count = (of: readonly Case[], is: (judged: Judged) => boolean): number =>
    of.filter(({ judged }) => is(judged)).length;
  const share = (of: readonly Case[], is: (judged: Judged) => boolean): number => (count(of, is) / of.length) * 100;
  const isOffered = ({ answer }: Judged): boolean => answer !== 'refused';
  return [
    informs('changes: tests that another locator mends', forLocators.length, ''),
    informs(
      'of these automatic and right',
      share(forLocators, (one) => one.answer === 'automatic' && one.isRight),
      '%',
    ),
    informs(
      'of these offered and right',
      share(forLocators, (one) => isOffered(one) && one.isRight),
      '%',
    ),
    atLeast(
      'of these right on top',
      share(forLocators, ({ isRight }) => isRight),
      '%',
      90,
    ),
    atMost(
      'of these another offered',
      share(forLocators, (one) => isOffered(one) && !one.isRight),
      '%',
      2,
    ),
    informs('changes: tests that no locator mends', others.length, ''),
    informs('of these a locator offered', count(others, isOffered), ''),
    informs('bugs: tests that fail', bugs.length, ''),
    atMost(
      'of these automatic',
      count(bugs, ({ answer }) => answer === 'automatic'),
      '',
      0,
    ),
    informs(
      'of these a locator offered to a person',
      count(bugs, ({ answer }) => answer === 'propose'),
      '',
    ),
  ];
}
