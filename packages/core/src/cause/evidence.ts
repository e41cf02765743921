import type { CauseEvidence } from './cause.ts';
import type { FailureFeatures } from './features.ts';
import type { HttpStatus } from '../failure/http-statuses.ts';

/** A row of a cause's table: what is looked for in the told text, and how strongly it speaks. */
export type WordRule = readonly [pattern: RegExp, weight: number];

/** Evidence from the words of a failure: the strongest rule that matches, with the words quoted. */
export function wordEvidence(text: string, rules: readonly WordRule[]): readonly CauseEvidence[] {
  let best: CauseEvidence | undefined;
  for (const [pattern, weight] of rules) {
    const match = pattern.exec(text);
    if (match && weight > (best?.weight ?? 0)) best = { text: `The message says "${clipped(match[0])}".`, weight };
  }
  return best ? [best] : [];
}

/** Evidence from the HTTP statuses that a failure mentions; what was received speaks louder than what was expected. */
export function statusEvidence(features: FailureFeatures, isMine: (code: number) => boolean): readonly CauseEvidence[] {
  const found = features.statuses.filter(({ code }) => isMine(code));
  const received = found.find(({ role }) => role === 'received');
  if (received) return [{ text: `The answer was ${received.code}${wantedOf(features)}.`, weight: 8 }];
  const told = found.find(({ role }) => role === 'told');
  if (told) return [{ text: `The failure tells of HTTP status ${told.code}.`, weight: 7 }];
  const expected = found.find(({ role }) => role === 'expected');
  if (!expected) return [];
  const other = features.statuses.find(({ role }) => role === 'received');
  // A server that failed or asked to slow down never came to judge the request.
  const weight = other && (other.code >= 500 || other.code === 429) ? 4 : 7;
  return [{ text: `Expected status ${expected.code}${other ? `, got ${other.code}` : ''}.`, weight }];
}

/**
 * A hook, fixture or server that ran out of time: the pending call, the closed page and the undefined value in it are
 * consequences. Log-odds that such a cause loses.
 */
export function outsideTestEvidence(features: FailureFeatures): readonly CauseEvidence[] {
  if (features.phase === undefined) return [];
  return [{ text: 'It was pending when something around the test failed.', weight: -4.5 }];
}

/** Evidence from words that a dialect recognised. */
export function dialectEvidence(words: string | undefined, weight: number): readonly CauseEvidence[] {
  return words === undefined ? [] : [{ text: `The message says "${clipped(words)}".`, weight }];
}

function wantedOf(features: FailureFeatures): string {
  const wanted: HttpStatus | undefined = features.statuses.find(({ role }) => role === 'expected');
  return wanted ? ` where ${wanted.code} was expected` : '';
}

/** A quotation short enough for one line. */
export function clipped(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
