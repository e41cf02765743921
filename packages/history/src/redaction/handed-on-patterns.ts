/**
 * The patterns that `e2e autonomous-run` hands on from the configuration to the reporters: `MILLWRIGHT_REDACT`, a JSON
 * list of texts, `/…/flags` for a regular expression. What cannot be read as such is taken as a literal text, so that a
 * secret is rather taken out too often than not at all.
 */
export function handedOnPatternsOf(env: Readonly<Record<string, string | undefined>>): readonly (string | RegExp)[] {
  const text = env['MILLWRIGHT_REDACT'];
  if (text === undefined || text === '') return [];
  return redactionPatternsOf(parseList(text) ?? [text]);
}

/** Entries as a configuration holds them: a text is taken literally, `/…/flags` as the regular expression that it spells. */
export function redactionPatternsOf(entries: readonly (string | RegExp)[]): readonly (string | RegExp)[] {
  return entries.filter((entry) => entry !== '').map((entry) => (typeof entry === 'string' ? patternOf(entry) : entry));
}

function parseList(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.map(String) : undefined;
  } catch {
    return undefined;
  }
}

function patternOf(entry: string): string | RegExp {
  const match = /^\/(.+)\/([a-z]*)$/s.exec(entry);
  if (match === null) return entry;
  try {
    return new RegExp(match[1] ?? '', match[2]);
  } catch {
    return entry;
  }
}
