/** A field that the page promises: `runs[].runId` is a field of every element of `runs`. */
export interface DocumentedField {
  readonly parent: string;
  readonly name: string;
  readonly optional: boolean;
}

/** The section of one command. */
export interface DocumentedCommand {
  /** Without `e2e`: `history list`. */
  readonly command: string;
  readonly format: string;
  readonly version: number;
  readonly fields: readonly DocumentedField[];
}

/** Reads docs/json.md: a `## \`e2e …\`` heading, a line with format and version, and a table whose first cells name fields. */
export function parseJsonPage(markdown: string): readonly DocumentedCommand[] {
  return markdown
    .split(/^## /mu)
    .slice(1)
    .map((section) => {
      const command = /^`e2e ([^`]+)`/u.exec(section)?.[1];
      const identity = /^`(millwright\/[\w-]+)`, version (\d+)/mu.exec(section);
      if (command === undefined || identity === null)
        throw new Error(`A section without command, format or version: ${section.slice(0, 60)}`);
      const cells = [...section.matchAll(/^\| (`[^|]+) \|/gmu)].map((match) => match[1] ?? '');
      return { command, format: identity[1] ?? '', version: Number(identity[2]), fields: cells.flatMap(fieldsOf) };
    });
}

function fieldsOf(cell: string): DocumentedField[] {
  return [...cell.matchAll(/`([\w.[\]]+)`(\?)?/gu)].map(([, path = '', optional]) => {
    const dot = path.lastIndexOf('.');
    return { parent: path.slice(0, Math.max(0, dot)), name: path.slice(dot + 1), optional: optional === '?' };
  });
}

/** The objects that a path such as `gate.results[]` names in a document; the document itself for an empty path. */
export function objectsAt(document: unknown, path: string): readonly Readonly<Record<string, unknown>>[] {
  const parts = path === '' ? [] : path.split('.');
  let found: unknown[] = [document];
  for (const part of parts) {
    const name = part.replace(/\[\]$/u, '');
    found = found.map((value) => (value as Record<string, unknown>)[name]).filter((value) => value !== undefined);
    if (part.endsWith('[]')) found = found.flat();
  }
  return found as Readonly<Record<string, unknown>>[];
}

/** What is wrong with the page, in sentences, given every document that a command printed. */
export function driftOf(
  { command, format, version, fields }: DocumentedCommand,
  documents: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  const drift: string[] = [];
  for (const document of documents) {
    if (document['format'] !== format || document['version'] !== version)
      drift.push(`${command}: prints ${String(document['format'])} version ${String(document['version'])}.`);
  }
  for (const parent of new Set(fields.map((field) => field.parent))) {
    const promised = fields.filter((field) => field.parent === parent);
    const known = new Set([...promised.map(({ name }) => name), ...(parent === '' ? ['format', 'version'] : [])]);
    const objects = documents.flatMap((document) => objectsAt(document, parent));
    if (objects.length === 0) drift.push(`${command}: nothing at \`${parent}\` to compare with.`);
    const printed = new Set(objects.flatMap((object) => Object.keys(object)));
    for (const name of printed)
      if (!known.has(name)) drift.push(`${command}: prints \`${parent} ${name}\`, which the page does not have.`);
    for (const { name, optional } of promised) {
      const missing = optional ? [] : objects.filter((object) => !(name in object));
      if (missing.length > 0) drift.push(`${command}: \`${parent} ${name}\` is promised and missing.`);
    }
  }
  return drift;
}

/** Optional fields that none of the documents has: `command parent name`. */
export function unseenOf(
  { command, fields }: DocumentedCommand,
  documents: readonly Readonly<Record<string, unknown>>[],
): readonly string[] {
  return fields
    .filter(
      ({ parent, name, optional }) =>
        optional && !documents.flatMap((document) => objectsAt(document, parent)).some((object) => name in object),
    )
    .map(({ parent, name }) => `${command}: ${parent === '' ? '' : `${parent}.`}${name}`);
}
