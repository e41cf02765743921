import { stripVTControlCharacters } from 'node:util';

/** A title or path as one line without anything that moves a cursor or turns the reading direction: it may come from anybody's report. */
export function plainTextOf(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ');
}

/** The same as text in HTML, attributes included. */
export function htmlTextOf(text: string): string {
  return plainTextOf(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
