/** What an assertion wanted and what it got, as far as its message tells. */
export interface ExpectedActual {
  readonly expected?: string;
  readonly actual?: string;
  readonly diff?: string;
}

const expectedLine = /^\s*Expected(?: [a-z ]+?)?: +(\S.*)$/im;
const receivedLine = /^\s*(?:Received|Actual)(?: [a-z ]+?)?: +(\S.*)$/im;
const diffHeader = /^\s*- Expected(?:\s+- \d+)?\s*\n\s*\+ Received(?:\s+\+ \d+)?\s*\n/m;
const nodeAssert = /:\n\n([^\n]+) (?:!==|!=|===) ([^\n]+)(?:\n|$)/;
const chaiMessage =
  /^(?:\w*Error: )?expected ([\s\S]+?) (?:to (?:be|equal|deeply equal|strictly equal)|to have been called with) ([^\n]+?)(?: \/\/ [^\n]*)?$/m;

/**
 * Finds expected and actual in an assertion's message: the `Expected:` and `Received:` lines and the line-by-line difference of
 * Playwright and Jest, the `1 !== 2` of Node's assert, the sentence of Chai. Empty when the message tells nothing of the kind.
 */
export function expectedActualOf(message: string): ExpectedActual {
  const diff = diffOf(message);
  if (diff !== undefined) return { ...sidesOf(diff), diff };
  const expected = expectedLine.exec(message)?.[1];
  const actual = receivedLine.exec(message)?.[1];
  if (expected !== undefined || actual !== undefined) return withoutUndefined(expected, actual);
  const asserted = nodeAssert.exec(message);
  if (asserted) return withoutUndefined(asserted[2], asserted[1]);
  const said = chaiMessage.exec(message);
  return said ? withoutUndefined(said[2], said[1]) : {};
}

function withoutUndefined(expected: string | undefined, actual: string | undefined): ExpectedActual {
  return { ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
}

/** The lines of a difference up to the call log or stack that may follow it. */
function diffOf(message: string): string | undefined {
  const header = diffHeader.exec(message);
  if (!header) return undefined;
  const lines: string[] = [];
  for (const line of message.slice(header.index + header[0].length).split('\n')) {
    if (/^(?:Call [Ll]og:|\s+at .+:\d+:\d+\)?$)/.test(line)) break;
    lines.push(line);
  }
  const diff = lines.join('\n').trim();
  return diff === '' ? undefined : lines.join('\n').replace(/^\n+|\s+$/g, '');
}

function sidesOf(diff: string): { expected: string; actual: string } {
  const expected: string[] = [];
  const actual: string[] = [];
  for (const line of diff.split('\n')) {
    const sign = line[0];
    if (sign !== '+') expected.push(line.slice(2));
    if (sign !== '-') actual.push(line.slice(2));
  }
  return { expected: expected.join('\n'), actual: actual.join('\n') };
}
