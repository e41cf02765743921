/** A message and the call log that Playwright wrote below it. */
export interface LoggedMessage {
  readonly message: string;
  /** One entry a line, without its bullet. */
  readonly callLog: readonly string[];
}

const heading = /^\s*Call [Ll]og:\s*$/;
const maxEntryCount = 60;

/**
 * Takes Playwright's call log out of a message. A long log keeps its beginning and its end, which tell what was waited for and
 * what was seen last.
 */
export function splitCallLog(text: string): LoggedMessage {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => heading.test(line));
  if (start < 0) return { message: text, callLog: [] };
  let end = start + 1;
  while (end < lines.length && isEntry(lines[end] ?? '')) end += 1;
  const entries = lines
    .slice(start + 1, end)
    .map(entryOf)
    .filter((entry) => entry !== '');
  const message = [...lines.slice(0, start), ...lines.slice(end)].join('\n').trim();
  return { message, callLog: boundedEntries(entries) };
}

function isEntry(line: string): boolean {
  return line.trim() === '' || /^\s*(?:-|\d+ ×|=+ logs =+|=+$)/.test(line) || /^\s{4,}\S/.test(line);
}

function entryOf(line: string): string {
  return line.trim().replace(/^- /, '').trim();
}

function boundedEntries(entries: readonly string[]): readonly string[] {
  if (entries.length <= maxEntryCount) return entries;
  const half = maxEntryCount / 2;
  return [...entries.slice(0, half), `… ${entries.length - maxEntryCount} more`, ...entries.slice(-half)];
}
