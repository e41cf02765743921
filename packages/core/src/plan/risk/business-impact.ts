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
    const found = criticalWordsOf(
      [...textsOf(subject), subject.aim.service ?? '', endpoint?.path ?? ''],
      criticalWords,
    );
    const [strongest] = found;
    const writes = endpoint !== undefined && writeMethods.has(endpoint.method);
    const open = endpoint !== undefined && !endpoint.auth.required;
    const wordScore = wordScoreOf(found);
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

type NamedTest = Pick<PlanSubject, 'file' | 'titlePath' | 'tags'>;

/** How critical the words of a test's path, titles and tags are, 0–1: what is known without the project's map. */
export function criticalNameScoreOf(test: NamedTest, criticalWords: Readonly<Record<string, number>>): number {
  return clamped(wordScoreOf(criticalWordsOf(textsOf(test), criticalWords)));
}

interface CriticalWord {
  readonly word: string;
  readonly weight: number;
}

/** Several critical words say little more than the strongest of them. */
function wordScoreOf(found: readonly CriticalWord[]): number {
  return (found[0]?.weight ?? 0) * 0.8 + (found.length > 1 ? 0.05 : 0);
}

function textsOf({ file, titlePath, tags }: NamedTest): readonly string[] {
  return [file, ...titlePath, ...tags];
}

function criticalWordsOf(
  texts: readonly string[],
  criticalWords: Readonly<Record<string, number>>,
): readonly CriticalWord[] {
  const tokens = new Set(texts.flatMap(tokensOf));
  return Object.entries(criticalWords)
    .filter(([word]) => [...tokens].some((token) => isFormOf(token, word.toLowerCase())))
    .map(([word, weight]) => ({ word, weight }))
    .sort((a, b) => b.weight - a.weight || a.word.localeCompare(b.word));
}
