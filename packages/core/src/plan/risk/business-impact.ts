import type { PlanSubject } from '../plan-subject.ts';
import { isFormOf, tokensOf } from '../tokens.ts';
import { clamped, type RiskRule } from './risk-rule.ts';

const writeMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What hurts most when it breaks: critical words, operations that write, endpoints open to everyone. */
export const businessImpact: RiskRule = {
  name: 'business-impact',
  weight: 0.2,
  assess: (subject, { criticalWords }) => {
    const { endpoint } = subject.aim;
    const found = criticalWordsOf(subject, criticalWords);
    const strongest = found[0];
    const writes = endpoint !== undefined && writeMethods.has(endpoint.method);
    const open = endpoint !== undefined && !endpoint.auth.required;
    // Several critical words say little more than the strongest of them.
    const wordScore = (strongest?.weight ?? 0) * 0.8 + (found.length > 1 ? 0.05 : 0);
    const parts = [
      ...(strongest
        ? [
            `Critical words: ${found
              .slice(0, 3)
              .map(({ word }) => word)
              .join(', ')}`,
          ]
        : []),
      ...(writes ? [`${endpoint.id} writes`] : []),
      ...(open ? [`${endpoint.id} is open without authentication`] : []),
    ];
    return {
      score: clamped(wordScore + (writes ? 0.15 : 0) + (open ? 0.1 : 0)),
      evidence: parts.length === 0 ? 'No critical word in title, path or endpoint.' : `${parts.join('; ')}.`,
    };
  },
};

function criticalWordsOf(
  subject: PlanSubject,
  criticalWords: Readonly<Record<string, number>>,
): { word: string; weight: number }[] {
  const texts = [
    subject.file,
    ...subject.titlePath,
    ...subject.tags,
    subject.aim.service ?? '',
    subject.aim.endpoint?.path ?? '',
  ];
  const tokens = new Set(texts.flatMap(tokensOf));
  return Object.entries(criticalWords)
    .filter(([word]) => [...tokens].some((token) => isFormOf(token, word.toLowerCase())))
    .map(([word, weight]) => ({ word, weight }))
    .sort((a, b) => b.weight - a.weight || a.word.localeCompare(b.word));
}
