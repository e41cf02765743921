/** Every kind of document that Millwright writes below its folder. */
export type DocumentKind =
  | 'run'
  | 'digest'
  | 'catalog'
  | 'failure'
  | 'page'
  | 'steps'
  | 'coverage'
  | 'cut'
  | 'coverage-source'
  | 'elements'
  | 'failing-page'
  | 'segment'
  | 'aliases'
  | 'state'
  | 'index';

/** The version of each kind that this code writes, and the newest that it reads. */
const documentVersions: Readonly<Record<DocumentKind, number>> = {
  run: 1,
  digest: 1,
  catalog: 1,
  failure: 1,
  page: 1,
  steps: 1,
  coverage: 1,
  cut: 1,
  'coverage-source': 1,
  elements: 1,
  'failing-page': 1,
  segment: 1,
  aliases: 1,
  state: 1,
  index: 5,
};

type Json = Record<string, unknown>;

/**
 * Steps from version n to n + 1 of a kind: `migrations.run[1]` turns version 1 into version 2. Pure, and never rewritten to disk.
 * Empty while only version 1 of what is kept exists; an index of another version is made anew.
 */
const migrations: Readonly<Partial<Record<DocumentKind, Readonly<Record<number, (document: Json) => Json>>>>> = {};

/** What a text turned out to be. `newer`: written by a later Millwright; leave it. `unreadable`: damaged or not ours. */
export type ParsedDocument<T> =
  | { readonly status: 'ok'; readonly document: T }
  | { readonly status: 'newer'; readonly message: string }
  | { readonly status: 'unreadable'; readonly message: string };

/** Parses a document of a known kind and brings it to the current version. Never throws. */
export function parseDocument<T>(text: string, kind: DocumentKind): ParsedDocument<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { status: 'unreadable', message: `It is not JSON (${(error as Error).message}).` };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { status: 'unreadable', message: 'It is not a JSON object.' };
  return documentOf(value as Json, kind);
}

function documentOf<T>(value: Json, kind: DocumentKind): ParsedDocument<T> {
  const format = `millwright/${kind}`;
  if (value['format'] !== format) {
    return {
      status: 'unreadable',
      message: `Its format is ${JSON.stringify(value['format']) ?? 'not told'}, and "${format}" was expected.`,
    };
  }
  const version = value['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return {
      status: 'unreadable',
      message: `Its version is ${JSON.stringify(version) ?? 'not told'}, and a whole number was expected.`,
    };
  }
  const current = documentVersions[kind];
  if (version > current) {
    const message = `It has version ${version} of ${format}, and this Millwright reads up to version ${current}. Update Millwright to read it; it was left as it is.`;
    return { status: 'newer', message };
  }
  return migrate(value, kind, version, current);
}

function migrate<T>(value: Json, kind: DocumentKind, version: number, current: number): ParsedDocument<T> {
  let document = value;
  for (let from = version; from < current; from += 1) {
    const step = migrations[kind]?.[from];
    if (!step)
      return {
        status: 'unreadable',
        message: `There is no way from version ${from} of millwright/${kind} to version ${from + 1}.`,
      };
    document = step(document);
  }
  return { status: 'ok', document: document as T };
}
