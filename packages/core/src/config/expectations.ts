import { z } from 'zod';

/** What a key takes, in words that follow "to be": `a whole number of at least 1`. */
const expectations = z.registry<{ readonly expects: string }>();

/** A schema with the words that messages and the reference use for it. */
export function expecting<T extends z.ZodType>(schema: T, expects: string): T {
  expectations.add(schema, { expects });
  return schema;
}

export const flag = (): z.ZodBoolean => expecting(z.boolean(), 'true or false');

export const text = (): z.ZodString => expecting(z.string().min(1), 'a text that is not empty');

export const ratio = (): z.ZodNumber => expecting(z.number().min(0).max(1), 'a number from 0 to 1');

export const amount = (): z.ZodNumber => expecting(z.number().min(0), 'a number of at least 0');

export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER): z.ZodNumber =>
  expecting(
    z.number().int().min(min).max(max),
    max === Number.MAX_SAFE_INTEGER ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`,
  );

/** What lies under defaults and `optional`. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  let inner = schema;
  for (;;) {
    if (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
      inner = inner.unwrap() as z.ZodType;
    } else return inner;
  }
}

/** Of a key that takes an object or something else, the object: that is what has keys of its own. */
export function objectAmong(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodUnion)) return schema;
  return (schema.options as readonly z.ZodType[]).find((option) => option instanceof z.ZodObject) ?? schema;
}

/** The schema at a path, or undefined where none is described. */
export function schemaAt(root: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = unwrapped(root);
  for (const key of path) {
    schema = objectAmong(schema);
    if (schema instanceof z.ZodObject) schema = (schema.shape as Record<string, z.ZodType>)[String(key)];
    else if (schema instanceof z.ZodArray) schema = schema.element as z.ZodType;
    else if (schema instanceof z.ZodRecord) schema = schema.valueType as z.ZodType;
    else return undefined;
    if (!schema) return undefined;
    schema = unwrapped(schema);
  }
  return schema;
}

/** What the schema takes, in words. */
export function expectationOf(schema: z.ZodType): string {
  const inner = unwrapped(schema);
  const said = expectations.get(inner)?.expects;
  if (said !== undefined) return said;
  if (inner instanceof z.ZodArray) return 'a list';
  return 'an object';
}
