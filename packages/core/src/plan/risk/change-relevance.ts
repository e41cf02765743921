import { clamped, type RiskRule } from './risk-rule.ts';

/** Whether what changed now is what the test runs: the strongest sign that it can fail for the first time. */
export const changeRelevance: RiskRule = {
  name: 'change-relevance',
  weight: 0.2,
  assess: (subject, { changedFiles }) => {
    if (changedFiles.size === 0) return undefined;
    if (changedFiles.has(subject.file)) return { score: 1, evidence: 'Its own file changed.' };
    if (!subject.reaches)
      return { score: 0.2, evidence: 'Which files it reaches is not known, so the change may concern it.' };
    const hit = subject.reaches.filter((file) => changedFiles.has(file));
    if (hit.length === 0) return { score: 0, evidence: `It reaches none of the ${changedFiles.size} changed files.` };
    // A test that reaches the whole product is hit by every change: the smaller its reach, the more a hit means.
    const focus = 1 / (1 + Math.log1p(subject.reaches.length / 10));
    const how = subject.reachesFrom === 'coverage' ? 'Runs' : 'Imports';
    return {
      score: clamped((1 - 0.4 ** hit.length) * (0.5 + 0.5 * focus)),
      evidence: `${how} ${hit.length} of ${changedFiles.size} changed files: ${hit.slice(0, 3).join(', ')}.`,
    };
  },
};
