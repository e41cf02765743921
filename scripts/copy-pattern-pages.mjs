/** In the folder of a package that was just built: puts the pages of the flaky patterns into what is published. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';

cpSync(join(import.meta.dirname, '../docs/patterns'), 'dist/patterns', { recursive: true });
