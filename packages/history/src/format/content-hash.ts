import { hash } from 'node:crypto';

/** SHA-1 of a text in hexadecimal, by the platform: for naming content, not for secrets. */
export function sha1Of(text: string): string {
  return hash('sha1', text);
}

/** Name of a content: the first 16 hexadecimal digits of the SHA-1 of its text. */
export function contentHashOf(text: string): string {
  return sha1Of(text).slice(0, 16);
}
