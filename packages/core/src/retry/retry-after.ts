/** What was asked for: to wait so long since the answer, or until a moment (milliseconds since the epoch). */
export type RetryAfter = { readonly waitMs: number } | { readonly untilMs: number };

const date = String.raw`(?<date>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*, \d\d[ -]\w{3}[ -]\d{2,4} \d\d:\d\d:\d\d GMT)`;
const number = String.raw`(?<number>\d{1,9}(?:\.\d{1,6})?)`;
const unit = String.raw`(?<unit>milliseconds?|ms|minutes?|mins?|m|hours?|h|seconds?|secs?|s)\b`;
/** What stands before the last unit: `1h2m` of `1h2m3s`. */
const more = String.raw`(?:(?<hours>\d{1,3})h(?=\d))?(?:(?<minutes>\d{1,4})m(?=\d))?`;
/** Between the name of a header or field and its value: `: `, `": "`, `=`, `' => [ '`. */
const joint = String.raw`["'\x60\]]{0,3}\s{0,3}(?:[:=]>?|is\b)[[{("'\x60\s]{0,12}`;

const field = new RegExp(
  String.raw`retry[-_ ]?after(?<millis>[-_ ]?ms)?${joint}(?:${date}|${number}\s{0,3}(?:${unit})?)`,
  'gi',
);
const words = new RegExp(
  String.raw`(?:(?:try again|retry(?:ing)?|wait)[\s-]{1,3}(?:in|after|for)|please wait)[\s-]{1,3}(?:about\s{1,3})?${more}${number}\s{0,3}${unit}`,
  'gi',
);

/**
 * When a server asked to be tried again, as far as the texts of a failure show it: the header `Retry-After` in seconds or as an HTTP date
 * (RFC 9110 §10.2.3), `retry-after-ms`, a field `retryAfter`, or words such as "try again in 20 s". What is told last counts, for it
 * belongs to the last answer. Undefined when nothing is.
 */
export function retryAfterOf(texts: readonly string[]): RetryAfter | undefined {
  return texts
    .flatMap((text) => [...text.matchAll(field), ...text.matchAll(words)].toSorted((a, b) => a.index - b.index))
    .flatMap(askedBy)
    .at(-1);
}

function askedBy({ groups = {} }: RegExpExecArray): readonly RetryAfter[] {
  if (groups['date'] === undefined) {
    const perUnit = groups['millis'] === undefined ? unitMsOf(groups['unit']) : 1;
    const moreMs = Number(groups['hours'] ?? 0) * 3_600_000 + Number(groups['minutes'] ?? 0) * 60_000;
    return [{ waitMs: Math.round(moreMs + Number(groups['number']) * perUnit) }];
  }
  const untilMs = Date.parse(groups['date']);
  return Number.isNaN(untilMs) ? [] : [{ untilMs }];
}

/** Seconds where nothing is said, as in the header. */
function unitMsOf(word = 's'): number {
  if (/^(?:ms|milli)/i.test(word)) return 1;
  return { m: 60_000, h: 3_600_000 }[word[0]?.toLowerCase() ?? ''] ?? 1000;
}

/** How long there is still to wait for it, in milliseconds. `toldAtMs` is when the answer came. */
export function remainingWaitOf(asked: RetryAfter, toldAtMs: number, nowMs: number): number {
  const dueMs = 'untilMs' in asked ? asked.untilMs : toldAtMs + asked.waitMs;
  return Math.max(0, Math.ceil(dueMs - nowMs));
}
