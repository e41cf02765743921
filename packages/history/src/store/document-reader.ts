import { readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { type DocumentKind, parseDocument } from '../format/document.ts';
import type { WarningLog } from './warnings.ts';

/**
 * Reads documents below one `.millwright` folder. A damaged one is set aside (renamed to `<name>.unreadable`), a newer one
 * is left in place; both are told in the warnings and give undefined. A missing one gives undefined without a word.
 */
export class DocumentReader {
  readonly #dir: string;
  readonly #warnings: WarningLog;

  constructor(dir: string, warnings: WarningLog) {
    this.#dir = dir;
    this.#warnings = warnings;
  }

  async read<T>(path: string, kind: DocumentKind): Promise<T | undefined> {
    const text = this.#readText(path);
    if (text === undefined) return undefined;
    const parsed = parseDocument<T>(text, kind);
    if (parsed.status === 'ok') return parsed.document;
    if (parsed.status === 'newer') this.#warnings.add(path, parsed.message);
    else await this.setAside(path, parsed.message);
    return undefined;
  }

  /** Renames a damaged file, so that it is kept for a look and does not come up again. */
  async setAside(path: string, message: string): Promise<void> {
    try {
      await rename(join(this.#dir, path), join(this.#dir, `${path}.unreadable`));
      this.#warnings.add(path, `${message} It was set aside as ${path}.unreadable, and the rest is used.`);
    } catch {
      this.#warnings.add(path, `${message} It was left out, and the rest is used.`);
    }
  }

  /** Synchronous, because for thousands of small files that takes a third of the time. */
  #readText(path: string): string | undefined {
    try {
      return readFileSync(join(this.#dir, path), 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') this.#warnings.add(path, `It could not be read (${message}).`);
      return undefined;
    }
  }
}
