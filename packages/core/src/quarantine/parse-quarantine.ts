import { type TextHash, hashOf, testIdOf } from '../identity/test-id.ts';
import { type Quarantine, type QuarantineEntry, defaultQuarantineCaps, quarantinedNameOf } from './quarantine.ts';

/** The file's content, or what is wrong with it in one sentence. */
export type ParsedQuarantine =
  | { readonly kind: 'read'; readonly quarantine: Quarantine }
  | { readonly kind: 'unreadable'; readonly fault: string };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the text of `quarantine.json`. By hand and not by schema, for runners load it. One fault spoils the whole file: a list of
 * what is forgiven that is half understood must forgive nothing.
 */
export function parseQuarantine(text: string, hash: TextHash = hashOf): ParsedQuarantine {
  let document: unknown;
  try {
    // Some editors begin a file with a byte order mark, which JSON does not know.
    document = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return unreadable(`It is no JSON (${(error as Error).message}).`);
  }
  if (!isFields(document) || document['format'] !== 'millwright/quarantine')
    return unreadable('Expected `format` to be "millwright/quarantine".');
  if (document['version'] !== 1)
    return unreadable(`Expected \`version\` to be 1, got ${JSON.stringify(document['version'])}.`);
  const { caps = {}, entries } = document;
  if (!isFields(caps) || !Object.values(caps).every(isCount))
    return unreadable('Expected `caps` to hold whole numbers for `suite` and `owner`.');
  if (!Array.isArray(entries)) return unreadable('Expected `entries` to be a list.');
  const fault = entries.map((entry, index) => faultOf(entry, index, hash)).find((found) => found !== undefined);
  return fault === undefined
    ? {
        kind: 'read',
        quarantine: { caps: { ...defaultQuarantineCaps, ...caps }, entries: entries as QuarantineEntry[] },
      }
    : unreadable(fault);
}

function unreadable(fault: string): ParsedQuarantine {
  return { kind: 'unreadable', fault };
}

interface FieldRule {
  readonly name: keyof QuarantineEntry;
  readonly expected: string;
  accepts(value: unknown): boolean;
}

const text = { expected: 'a text', accepts: isText };
const day = { expected: 'a date such as "2026-12-05"', accepts: isDate };
const optional = (rule: Omit<FieldRule, 'name'>): Omit<FieldRule, 'name'> => ({
  ...rule,
  accepts: (value) => value === undefined || rule.accepts(value),
});

const rules: readonly FieldRule[] = [
  { name: 'id', ...text },
  { name: 'runner', ...text },
  { name: 'project', ...optional({ expected: 'a text', accepts: (value) => typeof value === 'string' }) },
  { name: 'file', ...text },
  { name: 'titlePath', expected: 'a list of titles', accepts: isTitlePath },
  { name: 'ordinal', ...optional({ expected: 'a whole number', accepts: isCount }) },
  { name: 'reason', ...text },
  { name: 'owner', ...text },
  { name: 'issue', ...optional(text) },
  { name: 'since', ...day },
  { name: 'expires', ...day },
  { name: 'budget', expected: '`failedRuns` or `minutes`', accepts: isBudget },
  { name: 'flakeRatio', ...optional({ expected: 'a number from 0 to 1', accepts: isRatio }) },
];

function faultOf(entry: unknown, index: number, hash: TextHash): string | undefined {
  const place = `\`entries[${index}]`;
  if (!isFields(entry)) return `Expected ${place}\` to be an object.`;
  const broken = rules.find((rule) => !rule.accepts(entry[rule.name]));
  if (broken)
    return `Expected ${place}.${broken.name}\` to be ${broken.expected}, got ${JSON.stringify(entry[broken.name]) ?? 'nothing'}.`;
  const unknown = Object.keys(entry).find((field) => rules.every(({ name }) => name !== field));
  if (unknown !== undefined) return `${place}.${unknown}\` is no field of an entry.`;
  const told = entry as unknown as QuarantineEntry;
  const id = testIdOf({ ...told, project: told.project ?? '' }, hash);
  return told.id === id
    ? undefined
    : `${place}.id\` is not the id of "${quarantinedNameOf(told)}", which is ${id}: add the test again.`;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isTitlePath(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((title) => typeof title === 'string');
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRatio(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/** `2026-12-05`, or with a time; a day that the calendar does not have is none. */
export function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(value)) return false;
  const timeMs = Date.parse(value);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(value.slice(0, 10));
}

function isBudget(value: unknown): boolean {
  if (!isFields(value)) return false;
  const amounts = Object.entries(value);
  return (
    amounts.length > 0 &&
    amounts.every(
      ([name, amount]) =>
        (name === 'failedRuns' || name === 'minutes') &&
        typeof amount === 'number' &&
        Number.isFinite(amount) &&
        amount >= 0,
    )
  );
}
