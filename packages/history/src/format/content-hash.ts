import { createHash } from 'node:crypto';

/** Name of a content: the first 16 hexadecimal digits of the SHA-1 of its text. */
export function contentHashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 16);
}
