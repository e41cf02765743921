import type { LocatorCall, LocatorChain, LocatorValue } from './locator-chain.ts';

/**
 * Reads a locator as Playwright prints it or an author writes it: `getByRole('row', { name: 'Pear' }).getByRole('button')`, with or
 * without `page.` before it. `undefined` when a part of it is not written out: a variable, a call of something else.
 */
export function parseLocator(text: string): LocatorChain | undefined {
  const reader: Reader = { text: text.trim(), at: 0 };
  const chain = readChain(reader);
  return chain && reader.at === reader.text.length && chain.length > 0 ? chain : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Matches at the present place, passes over it, and gives the match. */
function take(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern.source, 'uy');
  sticky.lastIndex = reader.at;
  const match = sticky.exec(reader.text);
  if (!match) return undefined;
  reader.at = sticky.lastIndex;
  return match;
}

function readChain(reader: Reader): LocatorChain | undefined {
  const calls: LocatorCall[] = [];
  // What the chain begins at is no part of it: `page.`, `this.page.`, `frame.`.
  take(reader, /(?:(?:this|[A-Za-z_$][\w$]*)\s*\.\s*)*(?=[A-Za-z_$][\w$]*\s*\()/);
  do {
    const method = take(reader, /\s*([A-Za-z_$][\w$]*)\s*\(/)?.[1];
    const args = method === undefined ? undefined : readList(reader);
    if (method === undefined || args === undefined) return undefined;
    calls.push({ method, args });
  } while (take(reader, /\s*\./));
  return calls;
}

function readList(reader: Reader): readonly LocatorValue[] | undefined {
  const values: LocatorValue[] = [];
  while (!take(reader, /\s*\)/)) {
    const value = readValue(reader);
    if (!value) return undefined;
    values.push(value);
    take(reader, /\s*,/);
  }
  return values;
}

function readValue(reader: Reader): LocatorValue | undefined {
  take(reader, /\s*/);
  const quoted = take(reader, /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\$]|\\.|\$(?!\{))*)`/);
  if (quoted) return { is: 'text', text: unescaped(quoted[1] ?? quoted[2] ?? quoted[3] ?? '') };
  const pattern = take(reader, /\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\]|\\.)*\])+)\/([a-z]*)/);
  if (pattern) return { is: 'pattern', source: pattern[1] ?? '', flags: pattern[2] ?? '' };
  const number = take(reader, /-?\d+/);
  if (number) return { is: 'number', value: Number(number[0]) };
  const flag = take(reader, /(true|false)\b/);
  if (flag) return { is: 'flag', value: flag[1] === 'true' };
  if (take(reader, /\{/)) return readOptions(reader);
  const chain = readChain(reader);
  return chain && { is: 'locator', chain };
}

function readOptions(reader: Reader): LocatorValue | undefined {
  const entries: Record<string, LocatorValue> = {};
  while (!take(reader, /\s*\}/)) {
    const key = take(reader, /\s*['"]?([A-Za-z_$][\w$]*)['"]?\s*:/)?.[1];
    const value = key === undefined ? undefined : readValue(reader);
    if (key === undefined || !value) return undefined;
    entries[key] = value;
    take(reader, /\s*,/);
  }
  return { is: 'options', entries };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|x([\da-f]{2})|([\s\S]))/gi, (_all, unicode, hex, character) => {
    const code: string | undefined = unicode ?? hex;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return escapes[String(character)] ?? String(character);
  });
}
