import { type TextHash, hashOf } from './test-id.ts';

/** Hashes the tests of one source file by the place of their call. */
export type BodyHasher = (line: number, column: number) => string | undefined;

/**
 * Hash (16 hexadecimal digits) of a test's source text without its title, comments and white space: it stays the same when the
 * test is renamed or moved. `line` and `column` (from 1) are where the runner says the call is. Undefined when there is no
 * complete call there.
 */
export function bodyHashOf(sourceText: string, line: number, column: number): string | undefined {
  return bodyHasherOf(sourceText)(line, column);
}

/** The same for many tests of one file: the lines are found once. */
export function bodyHasherOf(sourceText: string, hash: TextHash = hashOf): BodyHasher {
  const lineStarts = [0];
  for (let at = sourceText.indexOf('\n'); at >= 0; at = sourceText.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return (line, column) => {
    const start = lineStarts[line - 1];
    if (start === undefined || column < 1) return undefined;
    const text = argumentsFrom(sourceText, start + column - 1);
    return text === undefined ? undefined : hash(text).slice(0, 16);
  };
}

/** The last line of the call whose first line and column (from 1) the runner tells; undefined when there is no complete call there. */
export function lastLineOfCall(sourceText: string, line: number, column: number): number | undefined {
  const lines = sourceText.split('\n');
  if (line < 1 || line > lines.length || column < 1) return undefined;
  const start = lines.slice(0, line - 1).reduce((sum, before) => sum + before.length + 1, column - 1);
  const end = lastCallFrom(sourceText, start)?.end;
  return end === undefined ? undefined : sourceText.slice(0, end).split('\n').length;
}

/** The last call of a chain such as `test.each(table)('title', body)`. */
function lastCallFrom(source: string, offset: number): ScannedCall | undefined {
  let open = findOpenParenthesis(source, offset);
  let found: ScannedCall | undefined;
  while (open !== undefined) {
    const call = scanCall(source, open);
    if (!call) break;
    found = call;
    open = nextCall(source, call.end);
  }
  return found;
}

/** The arguments after the title, joined. */
function argumentsFrom(source: string, offset: number): string | undefined {
  const found = lastCallFrom(source, offset);
  if (!found) return undefined;
  const [title = '', ...rest] = found.args.filter((arg) => arg !== '');
  return rest.length === 0 ? title : rest.join(',');
}

interface ScannedCall {
  readonly args: readonly string[];
  /** Just after the closing parenthesis. */
  readonly end: number;
}

function findOpenParenthesis(source: string, offset: number): number | undefined {
  for (let at = offset; at < source.length;) {
    const skipped = skipInert(source, at, '');
    if (skipped > at) at = skipped;
    else if (source[at] === '(') return at;
    else if (source[at] === ';' || source[at] === '}') return undefined;
    else at += 1;
  }
  return undefined;
}

function nextCall(source: string, offset: number): number | undefined {
  let at = offset;
  while (/\s/.test(source[at] ?? '')) at += 1;
  return source[at] === '(' ? at : undefined;
}

/** How far a call has been read. */
interface CallScan {
  readonly args: string[];
  depth: number;
  current: string;
  /** The last character that was no white space and no comment. */
  before: string;
}

/** Reads one call from its opening parenthesis, leaving comments and white space out of the arguments. */
function scanCall(source: string, open: number): ScannedCall | undefined {
  const scan: CallScan = { args: [], depth: 0, current: '', before: '' };
  for (let at = open; at < source.length;) {
    const next = mayBeInert(source.charCodeAt(at)) ? skipInert(source, at, scan.before) : at;
    if (next === at) {
      takeCharacter(scan, source[at] ?? '');
      at += 1;
      if (scan.depth === 0) return { args: [...scan.args, scan.current], end: at };
    } else {
      if (!isComment(source, at)) {
        scan.current += source.slice(at, next);
        scan.before = '"';
      }
      at = next;
    }
  }
  return undefined;
}

/** Quotes and the slash. Every character of every test passes here, so it is asked by number. */
function mayBeInert(code: number): boolean {
  return code === 34 || code === 39 || code === 47 || code === 96;
}

/** How much deeper it is behind a character. */
function nestingOf(char: string): number {
  if (char === '(' || char === '[' || char === '{') return 1;
  return char === ')' || char === ']' || char === '}' ? -1 : 0;
}

function takeCharacter(scan: CallScan, char: string): void {
  if (char <= ' ' || (char > '~' && /\s/.test(char))) return;
  const isFirst = scan.depth === 0;
  scan.depth += nestingOf(char);
  if (char === ',' && scan.depth === 1) {
    scan.args.push(scan.current);
    scan.current = '';
  } else if (!isFirst && scan.depth > 0) scan.current += char;
  scan.before = char;
}

function isComment(source: string, at: number): boolean {
  return source[at] === '/' && (source[at + 1] === '/' || source[at + 1] === '*');
}

/** The end of the string, template, comment or regular expression that begins at an offset; the offset itself when none does. */
function skipInert(source: string, at: number, before: string): number {
  const char = source[at];
  if (char === "'" || char === '"') return skipQuoted(source, at, char);
  if (char === '`') return skipTemplate(source, at);
  if (char !== '/') return at;
  if (source[at + 1] === '/') return endOr(source.indexOf('\n', at), source);
  if (source[at + 1] === '*') return endOr(source.indexOf('*/', at) + 2, source, 1);
  return before === '' || '(,=:[!&|?{};+-*%~^<>'.includes(before) ? skipRegExp(source, at) : at;
}

function endOr(end: number, source: string, least = 0): number {
  return end <= least ? source.length : end;
}

function skipQuoted(source: string, at: number, quote: string): number {
  for (let next = at + 1; next < source.length; next += 1) {
    if (source[next] === '\\') next += 1;
    else if (source[next] === quote || source[next] === '\n') return next + 1;
  }
  return source.length;
}

function skipTemplate(source: string, at: number): number {
  for (let next = at + 1; next < source.length; next += 1) {
    if (source[next] === '\\') next += 1;
    else if (source[next] === '`') return next + 1;
    else if (source[next] === '$' && source[next + 1] === '{') next = skipBraces(source, next + 1) - 1;
  }
  return source.length;
}

function skipBraces(source: string, open: number): number {
  let depth = 0;
  let before = '';
  for (let at = open; at < source.length;) {
    const next = skipInert(source, at, before);
    const char = source[at] ?? '';
    if (next > at) [at, before] = [next, '"'];
    else {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      at += 1;
      if (depth === 0) return at;
      if (!/\s/.test(char)) before = char;
    }
  }
  return source.length;
}

/** A slash that no regular expression ends on the same line is a division. */
function skipRegExp(source: string, at: number): number {
  let inClass = false;
  for (let next = at + 1; next < source.length && source[next] !== '\n'; next += 1) {
    const char = source[next];
    if (char === '\\') next += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return next + 1;
  }
  return at;
}
