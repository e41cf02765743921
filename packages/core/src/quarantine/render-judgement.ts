import type { QuarantineJudgement } from './judge-failures.ts';
import { quarantinedNameOf } from './quarantine.ts';

const mostOthers = 3;

/** What quarantine did to a run, one line each; nothing when no quarantined test failed. */
export function renderJudgement(judgement: QuarantineJudgement): readonly string[] {
  const { excused, refused } = judgement;
  if (excused.length + refused.length === 0) return [];
  return [
    headlineOf(judgement),
    ...excused.map(
      ({ test, standing: { entry, daysLeft } }) =>
        `  forgiven: ${nameOf(test)} (${entry.owner}, ${daysLeft === 0 ? 'last day' : `${daysLeft} days left`}): ${entry.reason}`,
    ),
    ...refused.map(({ test, entry, because }) => `  not forgiven: ${nameOf(test)} (${entry.owner}): ${because}`),
    ...obstaclesOf(judgement).map((sentence) => `  stays red: ${sentence}`),
  ];
}

function headlineOf({ forgiven, excused, refused }: QuarantineJudgement): string {
  const all = excused.length + refused.length;
  const failures = all === 1 ? '1 quarantined test failed' : `${all} quarantined tests failed`;
  if (forgiven) return `${failures}, forgiven by quarantine.json: the run counts as passed.`;
  return `${failures}, ${excused.length} forgiven by quarantine.json: the run stays failed.`;
}

function obstaclesOf({ others, obstacles }: QuarantineJudgement): readonly string[] {
  if (others.length === 0) return obstacles;
  const names = others.slice(0, mostOthers).map(nameOf);
  const more = others.length > mostOthers ? ` and ${others.length - mostOthers} more` : '';
  return [`${names.join(', ')}${more} failed and ${others.length === 1 ? 'is' : 'are'} not quarantined.`, ...obstacles];
}

function nameOf(test: Parameters<typeof quarantinedNameOf>[0] & { readonly project?: string }): string {
  return test.project ? `[${test.project}] ${quarantinedNameOf(test)}` : quarantinedNameOf(test);
}
