import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whether a file has changes that git has not recorded, or is not in git at all: then git could not bring it back.
 * False outside a repository: there is nothing to compare with.
 */
export async function isDirtyInGit(root: string, file: string): Promise<boolean> {
  try {
    const { stdout } = await run('git', ['--literal-pathspecs', 'status', '--porcelain', '--', file], { cwd: root });
    return stdout.trim() !== '';
  } catch {
    return false;
  }
}

/** Replaces a file's text in one step, so that nobody ever sees half of it. Keeps its mode. */
export function writeSourceFile(root: string, file: string, text: string): void {
  const path = join(root, file);
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  writeFileSync(temporary, text, { mode: statSync(path).mode });
  renameSync(temporary, path);
}

/** The text of a source file. */
export function readSourceFile(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
