import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, posix as path } from 'node:path';
import { promisify } from 'node:util';

import type { FileDifference } from '@millwright/core';
import type { ChangedText } from '@millwright/source';

import { unknownRef } from './unknown-ref.ts';

const run = promisify(execFile);

/** What differs between the working tree and a commit. */
export interface Differences {
  readonly files: readonly FileDifference[];
  /** The commit that the branch left `ref` at. */
  readonly base: string;
  /** The same as long as the same modules, and other files that git knows, differ in the same way. */
  readonly digest: string;
  /** Those of the project, modules with how they were. */
  readonly texts: readonly ChangedText[];
}

const kinds: Readonly<Record<string, FileDifference['kind']>> = { A: 'added', D: 'deleted' };

/**
 * Every file that differs between the working tree and the point where this branch left `ref`: uncommitted and untracked ones included,
 * those outside the project root as `../…`. A rename is a deletion and an addition. Throws a UserError when git does not know the ref.
 */
export async function readDifferences(root: string, ref: string, leftOut: string): Promise<Differences> {
  const git: Git = async (...args) =>
    (
      await run('git', ['-c', 'core.quotePath=false', '-c', 'diff.relative=false', ...args], {
        cwd: root,
        maxBuffer: 512 * 1024 * 1024,
      })
    ).stdout;
  const answers = await answersOf(git, ref);
  const files: FileDifference[] = [];
  const texts: ChangedText[] = [];
  for (const [file, kind] of namedIn(answers)) {
    if (file === leftOut || file.startsWith(`${leftOut}/`)) continue;
    const isRead = kind !== 'added' && (isModule(file) || isManifest(file));
    const before = isRead ? await git('show', `${answers.base}:./${file}`).catch(() => undefined) : undefined;
    const fields = isManifest(file) && kind === 'modified' ? await fieldsOf(root, file, before) : undefined;
    files.push({ file, kind, ...(fields === undefined ? {} : { fields }) });
    if (!file.startsWith('../')) texts.push({ file, before, deleted: kind === 'deleted' });
  }
  return { files, texts, base: answers.base, digest: await digestOf(root, files, answers) };
}

/** Reports and other output that a run leaves behind make no difference: of what git does not know, modules alone count. */
async function digestOf(root: string, files: readonly FileDifference[], { untracked }: Answers): Promise<string> {
  const unknown = new Set(untracked.split('\0'));
  const telling = files.filter(({ file }) => isModule(file) || !unknown.has(file));
  const hash = createHash('sha1');
  for (const { file } of telling.toSorted((a, b) => (a.file < b.file ? -1 : 1)))
    hash.update(`${file}\0${await readFile(join(root, file), 'utf8').catch(() => '')}\0`);
  return hash.digest('hex');
}

/** File, relative to the root → what became of it. */
function namedIn({ prefix, changed, untracked }: Answers): ReadonlyMap<string, FileDifference['kind']> {
  const named = new Map<string, FileDifference['kind']>();
  const words = changed.split('\0');
  for (let index = 0; index + 1 < words.length; index += 2)
    named.set(path.relative(prefix, words[index + 1] ?? ''), kinds[words[index]?.[0] ?? ''] ?? 'modified');
  for (const file of untracked.split('\0').filter((one) => one !== ''))
    named.set(file, named.has(file) ? 'modified' : 'added');
  return named;
}

type Git = (...args: readonly string[]) => Promise<string>;

type Answers = Readonly<Record<'base' | 'prefix' | 'changed' | 'untracked', string>>;

async function answersOf(git: Git, ref: string): Promise<Answers> {
  try {
    const base = (await git('merge-base', '--end-of-options', ref, 'HEAD')).trim();
    return {
      base,
      prefix: (await git('rev-parse', '--show-prefix')).trim(),
      changed: await git('diff', '--name-status', '--no-renames', '-z', base),
      untracked: await git('ls-files', '--others', '--exclude-standard', '-z'),
    };
  } catch (cause) {
    throw unknownRef(ref, 'Tests can only be selected in a git repository; leave `--select` out.', cause);
  }
}

function isModule(file: string): boolean {
  return /\.[cm]?[jt]sx?$/u.test(file) && !file.startsWith('../');
}

function isManifest(file: string): boolean {
  return /(?:^|\/)package\.json$/u.test(file);
}

/** The fields of a package.json that differ; undefined when one of the two is no JSON. */
async function fieldsOf(
  root: string,
  file: string,
  before: string | undefined,
): Promise<readonly string[] | undefined> {
  try {
    const [was, is] = [before ?? '', await readFile(join(root, file), 'utf8')].map((text) => flat(JSON.parse(text)));
    return [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].filter(
      (key) => was?.[key] !== is?.[key],
    );
  } catch {
    return undefined;
  }
}

/** Field → its text; scripts one by one. */
function flat(manifest: unknown): Readonly<Record<string, string>> {
  const { scripts, ...fields } = manifest as Readonly<Record<string, unknown>>;
  const entries = [
    ...Object.entries(fields),
    ...Object.entries((scripts ?? {}) as Record<string, unknown>).map(
      ([name, value]) => [`scripts.${name}`, value] as const,
    ),
  ];
  return Object.fromEntries(entries.map(([name, value]) => [name, JSON.stringify(value)]));
}
