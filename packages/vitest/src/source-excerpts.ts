import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SourceLocation } from '@millwright/core';
import { isAbsolutePath } from '@millwright/core/record';

const linesAround = 2;
const maxLineLength = 200;
const maxFiles = 50;

/** The lines around a place in the source, read from disk; each file once, as long as there are few of them. */
export class SourceExcerpts {
  readonly #root: string;
  readonly #files = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.#root = root;
  }

  /** With line numbers, the line marked with `>` and its column with `^`; undefined when the file has no such line. */
  read({ file, line, column }: SourceLocation): string | undefined {
    const lines = this.#linesOf(file);
    if (lines[line - 1] === undefined) return undefined;
    const first = Math.max(1, line - linesAround);
    const width = String(line + linesAround).length;
    return lines
      .slice(first - 1, line + linesAround)
      .flatMap((text, index) => {
        const number = first + index;
        const shown =
          `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text.slice(0, maxLineLength)}`.trimEnd();
        const isMarked = number === line && column >= 1 && column <= maxLineLength;
        return isMarked ? [shown, `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`] : [shown];
      })
      .join('\n');
  }

  #linesOf(file: string): readonly string[] {
    const known = this.#files.get(file);
    if (known) return known;
    if (this.#files.size >= maxFiles) this.#files.clear();
    const lines = readLines(isAbsolutePath(file) ? file : join(this.#root, file));
    this.#files.set(file, lines);
    return lines;
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
