import { type Dialect, type DialectFields, type DialectText, limitOf, msOf, type TimeoutKind } from './dialect.ts';

const timed =
  /time(?:d)?[ -]?out(?: of)?[^\d\n]{0,20}(\d+)\s*(ms|s|sec|seconds|minutes)?\b|(?:within|after) (\d+)\s*(ms|s|sec|seconds)\b/i;
const words = /\btimed?[ -]?out\b|TimeoutError|^\s*timeout\s*$|\boperation was aborted\b/im;
const outlasted =
  /\b(?:still|no|not|never|didn't)\b[^\n]{0,80}\b(?:within|after) (\d+)\s*(ms|s|sec|seconds)\b|\b(?:waited|exceeded) (?:for )?(\d+)\s*(ms|s|sec|seconds)\b/i;

/** Any other waiting that ran out, in the words of helpers and libraries. */
export const waiting: Dialect = {
  name: 'waiting',
  parse(text): DialectFields {
    const { told } = text;
    if (words.test(told)) {
      const match = timed.exec(told);
      const ms = match ? msOf(match[1] ?? match[3], match[2] ?? match[4]) : undefined;
      return { timeout: limitOf(kindOf(text), ms) };
    }
    const match = outlasted.exec(told);
    return match ? { timeout: limitOf('other', msOf(match[1] ?? match[3], match[2] ?? match[4])) } : {};
  },
};

function kindOf({ told, all }: DialectText): TimeoutKind {
  if (/waiting for event|waitForEvent|waitForResponse|waitForRequest/i.test(all)) return 'event';
  return /\btest timeout\b|\btest timed out\b/i.test(told) ? 'test' : 'other';
}
