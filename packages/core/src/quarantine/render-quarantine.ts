import { type Quarantine, type QuarantineEntry, quarantinedNameOf } from './quarantine.ts';

/** The text of `quarantine.json`: entries in the order of their names, fields always in the same order, so that a review shows what changed. */
export function renderQuarantine({ caps, entries }: Quarantine): string {
  const ordered = entries
    .map(orderedEntryOf)
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  const document = {
    format: 'millwright/quarantine',
    version: 1,
    caps: { suite: caps.suite, owner: caps.owner },
    entries: ordered,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function keyOf(entry: QuarantineEntry): string {
  return `${quarantinedNameOf(entry)}\u001E${entry.runner}\u001E${entry.project ?? ''}\u001E${entry.ordinal ?? 0}`;
}

const fieldOrder = [
  'id', 'runner', 'project', 'file', 'titlePath', 'ordinal', 'reason', 'owner', 'issue', 'since', 'expires', 'budget', 'flakeRatio',
] as const satisfies readonly (keyof QuarantineEntry)[]; // prettier-ignore

function orderedEntryOf(entry: QuarantineEntry): QuarantineEntry {
  const fields = fieldOrder.filter((name) => entry[name] !== undefined).map((name) => [name, entry[name]]);
  return Object.fromEntries(fields) as QuarantineEntry;
}
