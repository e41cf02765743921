import type { PlanSubject } from '../plan-subject.ts';
import { clamped, type RiskAssessment, type RiskRule } from './risk-rule.ts';

/** How much being called like a changed file adds to what imports tell; that of recorded coverage needs no help. */
const likenessShare = 0.3;

/** Whether what changed now is what the test runs: the strongest sign that it can fail for the first time. */
export const changeRelevance: RiskRule = {
  name: 'change-relevance',
  weight: 0.2,
  assess: (subject, facts) => {
    const { changedFiles } = facts;
    if (changedFiles.size === 0) return undefined;
    if (changedFiles.has(subject.file)) return { score: 1, evidence: 'Its own file changed.' };
    const reached = reachOf(subject, changedFiles);
    if (subject.reachesFrom === 'coverage') return reached;
    const { ratio, words } = facts.likenessToChange(subject);
    if (ratio === 0) return reached;
    return {
      score: clamped(1 - (1 - reached.score) * (1 - likenessShare * ratio)),
      evidence: `${reached.evidence} It is called like what changed: ${words.slice(0, 3).join(', ')}.`,
    };
  },
};

function reachOf({ reaches, reachesFrom }: PlanSubject, changedFiles: ReadonlySet<string>): RiskAssessment {
  if (!reaches) return { score: 0.2, evidence: 'Which files it reaches is not known, so the change may concern it.' };
  const hit = reaches.filter((file) => changedFiles.has(file));
  if (hit.length === 0) return { score: 0, evidence: `It reaches none of the ${changedFiles.size} changed files.` };
  // A test that reaches the whole product is hit by every change: the smaller its reach, the more a hit means.
  const focus = 1 / (1 + Math.log1p(reaches.length / 10));
  const how = reachesFrom === 'coverage' ? 'Runs' : 'Imports';
  return {
    score: clamped((1 - 0.4 ** hit.length) * (0.5 + 0.5 * focus)),
    evidence: `${how} ${hit.length} of ${changedFiles.size} changed files: ${hit.slice(0, 3).join(', ')}.`,
  };
}
