import * as z from 'zod';

/** Sixteen hexadecimal digits: the name of a content-addressed document. */
export const contentHash = z.string().regex(/^[0-9a-f]{16}$/);

export const index = z.int().min(0);

export const text = z.string();

/** A column that most attempts leave out: pairs of index and value. */
export function sparse<T extends z.ZodType>(value: T) {
  return z.array(z.tuple([index, value]));
}

/** What a document starts with. */
export function headOf<K extends string>(kind: K) {
  return { format: z.literal(`millwright/${kind}` as const), version: z.literal(1) };
}

export const shard = z.object({ current: z.int().min(1), total: z.int().min(1) });

export const annotation = z.object({ type: text, description: text.optional() });
