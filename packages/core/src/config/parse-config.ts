import { z } from 'zod';

import { expectationOf, objectAmong, schemaAt } from './expectations.ts';
import { nearestNameOf } from './nearest-name.ts';
import { configSchema } from './schema.ts';

/** What a user writes: every key optional. */
export type WrittenConfig = z.input<typeof configSchema> & {
  /** Another way to write `historyRetentionDays`. */
  readonly history?: { readonly retentionDays?: number };
};

/** The configuration with every default filled in. */
export type Config = z.output<typeof configSchema>;

export type ParsedConfig =
  | { readonly config: Config; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly string[] };

/** Gives a config file its types; returns what it gets. */
export function defineConfig(config: WrittenConfig): WrittenConfig {
  return config;
}

/**
 * Checks a configuration and fills in the defaults. `source` names where it comes from (`millwright.config.ts`).
 * Collects every problem at once; each says the key, what was expected and what stands there.
 */
export function parseConfig(value: unknown, source: string): ParsedConfig {
  if (!isRecord(value)) return { problems: [`Expected ${source} to hold an object, got ${shown(value)}.`] };
  const problems: string[] = [];
  // Editors want to see `$schema` in a JSON file; it configures nothing.
  const { $schema: _schema, ...keys } = value;
  const written = withAliases(keys, source, problems);
  const result = configSchema.safeParse(written);
  if (!result.success) {
    for (const issue of result.error.issues) problems.push(...problemsOf(issue, written, source));
  }
  return result.success && problems.length === 0 ? { config: result.data } : { problems };
}

/** Moves `history.retentionDays` to its key; says so when both are written and differ. */
function withAliases(value: Record<string, unknown>, source: string, problems: string[]): Record<string, unknown> {
  if (!('history' in value)) return value;
  const { history, ...rest } = value;
  if (!isRecord(history)) {
    problems.push(`Expected \`history\` in ${source} to be an object, got ${shown(history)}.`);
    return rest;
  }
  for (const key of Object.keys(history)) {
    if (key !== 'retentionDays')
      problems.push(
        unknownKey(`history.${key}`, source, nearestNameOf(key, ['retentionDays']) && 'history.retentionDays'),
      );
  }
  const days = history['retentionDays'];
  if (days === undefined) return rest;
  if (rest['historyRetentionDays'] !== undefined && rest['historyRetentionDays'] !== days) {
    problems.push(`\`historyRetentionDays\` and \`history.retentionDays\` in ${source} differ; keep one of them.`);
  }
  if (wholeDays(days)) return { ...rest, historyRetentionDays: days };
  problems.push(
    `Expected \`history.retentionDays\` in ${source} to be a whole number of at least 1, got ${shown(days)}.`,
  );
  return rest;
}

function wholeDays(days: unknown): boolean {
  return typeof days === 'number' && Number.isSafeInteger(days) && days >= 1;
}

function problemsOf(issue: z.core.$ZodIssue, written: unknown, source: string): string[] {
  if (issue.code === 'unrecognized_keys') {
    const found = schemaAt(configSchema, issue.path);
    const parent = found && objectAmong(found);
    const names = parent instanceof z.ZodObject ? Object.keys(parent.shape) : [];
    return issue.keys.map((key) => {
      const near = nearestNameOf(key, names);
      return unknownKey(
        pathOf([...issue.path, key]),
        source,
        near === undefined ? undefined : pathOf([...issue.path, near]),
      );
    });
  }
  const schema = schemaAt(configSchema, issue.path);
  const expected = schema ? expectationOf(schema) : 'something else';
  return [
    `Expected \`${pathOf(issue.path)}\` in ${source} to be ${expected}, got ${shown(valueAt(written, issue.path))}.`,
  ];
}

function unknownKey(path: string, source: string, near: string | undefined): string {
  return near === undefined
    ? `Unknown key \`${path}\` in ${source}.`
    : `Unknown key \`${path}\` in ${source}. Did you mean \`${near}\`?`;
}

/** `runners.vitest.config`, `services[1].root`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of path)
    current =
      typeof current === 'object' && current !== null ? (current as Record<PropertyKey, unknown>)[key] : undefined;
  return current;
}

/** A value with its type as a message shows it: `"many" (string)`. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value === 'object') return 'an object';
  const text = JSON.stringify(value) ?? typeof value;
  return `${text.length > 60 ? `${text.slice(0, 59)}…` : text} (${typeof value})`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
