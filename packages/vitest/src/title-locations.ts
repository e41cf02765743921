/** Where the call of a test stands; both count from 1. */
export interface TitleLocation {
  readonly line: number;
  readonly column: number;
}

/** The first argument of a call, when it is a string: quote, then its text. */
const titledCall = /\(\s*(?:(['"])((?:\\[^]|(?!\1)[^\\\n])*)\1|`((?:\\[^]|[^\\`])*)`)\s*[,)]/g;
/** What stands before the parenthesis of a test: a name such as `test`, `it.only`, `myTest`, or the end of `.each(…)`. */
const testCallee = /(?:(?<![\w$.])([\w$]*(?:test|it|bench|spec))(?:\.[\w$]+)*|[)`])\s*$/i;
/** A literal in which Vitest or the language puts values: `%s`, `$name`, `${…}`. */
const placeholder = /%[sdifjoOc#$%p]|\$\{[^}]*\}|\$[\w.]+/g;

interface TitledCall {
  readonly title: string;
  readonly offset: number;
}

/**
 * Finds the calls of tests by their titles, for runners that do not tell locations. The source is read once, not parsed, so
 * the answer is the best guess: a title that appears several times is given out in order, a parametrised title matches the
 * first literal whose fixed parts fit, and a title that no literal explains has no location.
 */
export function titleLocationsOf(source: string, titles: readonly string[]): readonly (TitleLocation | undefined)[] {
  const calls = titledCallsOf(source);
  const byTitle = Map.groupBy(calls, (call) => call.title);
  const patterns = calls
    .map((call) => ({ call, pattern: patternOf(call.title) }))
    .filter((entry) => entry.pattern !== undefined);
  const placeOf = placeFinderOf(source);
  const seen = new Map<string, number>();
  return titles.map((title) => {
    const same = byTitle.get(title);
    const index = seen.get(title) ?? 0;
    seen.set(title, index + 1);
    const call = same ? (same[index] ?? same.at(-1)) : patterns.find((entry) => entry.pattern?.test(title))?.call;
    return call && placeOf(call.offset);
  });
}

function titledCallsOf(source: string): TitledCall[] {
  const calls: TitledCall[] = [];
  for (const match of source.matchAll(titledCall)) {
    const before = source.slice(Math.max(0, match.index - 80), match.index);
    const callee = testCallee.exec(before);
    if (!callee) continue;
    const offset = callee[1] === undefined ? match.index : match.index - (before.length - callee.index);
    calls.push({ title: unescaped(match[2] ?? match[3] ?? ''), offset });
  }
  return calls;
}

function unescaped(literal: string): string {
  if (!literal.includes('\\')) return literal;
  const plain: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
  return literal.replace(/\\([^])/g, (_, char: string) => plain[char] ?? char);
}

function patternOf(title: string): RegExp | undefined {
  const parts = title.split(placeholder);
  if (parts.length === 1) return undefined;
  return new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('[^]*?')}$`);
}

/** Offsets are asked for in any order, so lines are found by halving. */
function placeFinderOf(source: string): (offset: number) => TitleLocation {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
