import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The build puts the pages beside the code of the package; in the repository they are documentation. */
const PUBLISHED = join(import.meta.dirname, '../patterns');
const WRITTEN = join(import.meta.dirname, '../../../../docs/patterns');

/** Reads the page of a pattern, in Markdown. Every pattern has one. */
export function readPatternPage(name: string): string {
  return readFileSync(join(existsSync(PUBLISHED) ? PUBLISHED : WRITTEN, `${name}.md`), 'utf8');
}
