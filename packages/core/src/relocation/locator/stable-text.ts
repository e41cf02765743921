import { normalised } from './matching-text.ts';

/** Longer texts make locators that nobody reads. */
const longest = 60;
const volatileWord =
  /\d|[$€£¥₹%]|^(?:today|yesterday|tomorrow|now|ago|just|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|heute|gestern|morgen|vor|hoy|ayer|aujourd'hui|hier)$/i;
const edges = /^[\s\p{P}\p{S}]+|[\s\p{P}\p{S}]+$/gu;

/**
 * What of a text stays as it is from day to day: the whole of it, or without numbers, prices and dates the longest run of words that is
 * left. Empty when nothing telling is left. A word that the author wrote into the old locator is the author's business.
 */
export function stableTextOf(text: string | undefined, written = ''): string {
  const whole = normalised(text ?? '');
  const kept = new Set(normalised(written).toLowerCase().split(' '));
  const isVolatile = (word: string): boolean =>
    volatileWord.test(word.replaceAll(edges, '') || word) && !kept.has(word.toLowerCase());
  const words = whole.split(' ');
  if (whole.length <= longest && !words.some(isVolatile)) return tells(whole) ? whole : '';
  const runs: string[][] = [[]];
  for (const word of words) {
    if (isVolatile(word)) runs.push([]);
    else if ([...(runs.at(-1) ?? []), word].join(' ').length <= longest) runs.at(-1)?.push(word);
    else runs.push([word]);
  }
  const best = runs
    .map((run) => run.join(' ').replaceAll(edges, ''))
    .reduce((one, other) => (other.length > one.length ? other : one), '');
  return tells(best) ? best : '';
}

/** Whether a text is the whole of another, so that it may be asked for exactly. */
export function isWhole(part: string, text: string | undefined): boolean {
  return part !== '' && part === normalised(text ?? '');
}

/** Two letters at least: a dash or an arrow names nothing. Signs of Chinese and Japanese are words by themselves. */
function tells(text: string): boolean {
  return /\p{L}[\s\S]*\p{L}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
}
