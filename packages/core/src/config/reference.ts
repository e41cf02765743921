import { z } from 'zod';

import { expectationOf, unwrapped } from './expectations.ts';
import { configSchema } from './schema.ts';

interface ReferenceRow {
  readonly key: string;
  readonly takes: string;
  readonly fallback: string;
  readonly description: string;
}

/** The reference of all keys as Markdown, written from the schema. */
export function renderConfigReference(): string {
  const rows = rowsOf(configSchema, '');
  const cells = (row: ReferenceRow): string =>
    `| \`${row.key}\` | ${escaped(row.takes)} | ${row.fallback} | ${escaped(row.description)} |`;
  return ['| key | takes | default | meaning |', '|---|---|---|---|', ...rows.map(cells), ''].join('\n');
}

/** The JSON schema of a config file. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
  const properties = schema['properties'] as Record<string, unknown>;
  properties['history'] = {
    type: 'object',
    description: 'Another way to write `historyRetentionDays`.',
    properties: { retentionDays: properties['historyRetentionDays'] },
    additionalProperties: false,
  };
  properties['$schema'] = { type: 'string', description: 'Address of this schema, for editors.' };
  return { ...schema, title: 'Millwright configuration' };
}

function rowsOf(schema: z.ZodType, prefix: string): ReferenceRow[] {
  const object = unwrapped(schema);
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape as Record<string, z.ZodType>).flatMap(([name, value]) => {
    const inner = unwrapped(value);
    const key = `${prefix}${name}`;
    if (inner instanceof z.ZodObject) return rowsOf(inner, `${key}.`);
    return [{ key, takes: expectationOf(value), fallback: fallbackOf(value), description: descriptionOf(value) }];
  });
}

function fallbackOf(schema: z.ZodType): string {
  const result = schema.safeParse(undefined);
  if (!result.success || result.data === undefined) return '';
  const text = JSON.stringify(result.data);
  return text.length > 60 ? 'a built-in list' : `\`${text}\``;
}

function descriptionOf(schema: z.ZodType): string {
  return schema.description ?? unwrapped(schema).description ?? '';
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
