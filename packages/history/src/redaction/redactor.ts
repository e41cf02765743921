import { secretShapes } from './secret-shapes.ts';
import { secretValuesOf, writtenFormsOf } from './secret-values.ts';

/** What stands in a text where a secret was. */
const redactionMarker = '[redacted]';

const markerSource = String.raw`\[redacted\]`;
const shapes = new RegExp([markerSource, ...secretShapes].join('|'), 'gi');

/** More than any text has needed; an end for texts that nobody thought of. */
const mostRounds = 10;

export interface RedactorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** More secrets: a text is a value taken literally (in all its written forms), a RegExp is what to take out. */
  readonly patterns?: readonly (string | RegExp)[];
}

/**
 * Makes the function through which every text goes before it is written or sent: it puts `[redacted]` in place of
 * secret values of the environment (as they are, JSON-escaped, URL-encoded, base64), of headers and fields that carry
 * credentials, of credentials in addresses, of well-known token shapes, and of the user's own patterns.
 * The function is pure, idempotent, and leaves a text without secrets as it is.
 */
export function redactorOf(options: RedactorOptions): (text: string) => string {
  const passes = [...literalPassOf(options), ...customPassesOf(options.patterns ?? [])];
  const redactOnce = (text: string): string => {
    let result = text;
    for (const pass of passes) result = result.replace(pass, redactedMatch);
    return result.replace(shapes, redactedShape);
  };
  return (text) => {
    let result = text;
    // A marker may end what a shape before it could not yet tell from a longer word.
    for (let round = 0; round < mostRounds; round += 1) {
      const next = redactOnce(result);
      if (next === result) break;
      result = next;
    }
    return result;
  };
}

/** One expression for all literal values, longest first so that no rest of a longer secret stays. */
function literalPassOf(options: RedactorOptions): RegExp[] {
  const literals = (options.patterns ?? []).filter(
    (pattern) => typeof pattern === 'string' && pattern.length > 0,
  ) as string[];
  const values = [...secretValuesOf(options.env), ...literals];
  if (values.length === 0) return [];
  const forms = [...new Set(values.flatMap(writtenFormsOf))].sort((a, b) => b.length - a.length);
  return [new RegExp([markerSource, ...forms.map(escaped)].join('|'), 'g')];
}

/** The marker is matched first, so that a pattern that would match inside it leaves it alone. */
function customPassesOf(patterns: readonly (string | RegExp)[]): RegExp[] {
  const custom = patterns.filter((pattern) => pattern instanceof RegExp);
  return custom.map(
    (pattern) => new RegExp(`${markerSource}|(?:${pattern.source})`, `${pattern.flags.replace(/[gy]/g, '')}g`),
  );
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** A pattern that matches nothing at a place takes nothing out there. */
function redactedMatch(match: string): string {
  return match === '' ? '' : redactionMarker;
}

function redactedShape(match: string, ...rest: readonly unknown[]): string {
  if (match.toLowerCase() === redactionMarker) return match;
  const groups = rest.slice(
    0,
    rest.findIndex((part) => typeof part === 'number'),
  );
  const prefix = groups.filter((group) => typeof group === 'string').join('');
  const value = match.slice(prefix.length);
  if (/^basic\s+$/i.test(prefix) && !Buffer.from(value, 'base64').toString('latin1').includes(':')) return match;
  const opening = /^(?:\[\s*)?\\*["'`]/.exec(value)?.[0] ?? '';
  return `${prefix}${opening}${redactionMarker}`;
}
