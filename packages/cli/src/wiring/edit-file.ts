import { isUtf8 } from 'node:buffer';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Why a file should not be edited, to follow its name in a sentence: git could not bring it back, because it has not recorded its
 * changes or is not there, or would not say. Undefined when nothing is in the way.
 */
export async function readEditObstacle(root: string, file: string): Promise<string | undefined> {
  const state = await readGitState(root, file);
  return state === 'no-git' ? 'is in no git repository that could bring it back' : state;
}

/** The same for an edit that only adds and was shown before: outside of a repository and without git nothing is in its way. */
export async function readAdditionObstacle(root: string, file: string): Promise<string | undefined> {
  const state = await readGitState(root, file);
  return state === 'no-git' ? undefined : state;
}

/** Why a file cannot be read and written as text without losing letters; undefined when nothing is in the way. */
export function readEncodingObstacle(root: string, file: string): string | undefined {
  return isUtf8(readFileSync(join(root, file))) ? undefined : 'is not written in UTF-8';
}

async function readGitState(root: string, file: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['--literal-pathspecs', 'status', '--porcelain', '--', file], {
      cwd: root,
      env: { ...process.env, LC_ALL: 'C' },
    });
    return stdout.trim() === '' ? undefined : 'has uncommitted changes';
  } catch (error) {
    const { code, stderr = '' } = error as { readonly code?: unknown; readonly stderr?: string };
    if (code === 'ENOENT' || /not a git repository/i.test(stderr)) return 'no-git';
    return `may have uncommitted changes (git would not say: ${stderr.trim().split('\n')[0] || String(error)})`;
  }
}

/** The text of a file in the last commit; undefined when git has none. */
export async function readCommittedText(root: string, file: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['show', `HEAD:./${file}`], { cwd: root, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch {
    return undefined;
  }
}

/** Replaces a file's text in one step, so that nobody ever sees half of it. Keeps its mode. */
export function writeSourceFile(root: string, file: string, text: string): void {
  // A link stays one: its target is what is replaced.
  const path = realpathSync(join(root, file));
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  writeFileSync(temporary, text, { mode: statSync(path).mode });
  renameSync(temporary, path);
}

/** The text of a source file. */
export function readSourceFile(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
