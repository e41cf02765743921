import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { GitFacts } from '@millwright/core';
import { sha1Of } from '@millwright/history/recorder';

/** Keys of the locators of each test (by Playwright's id) whose elements are remembered for one build of the app. */
export type KnownElements = Readonly<Record<string, readonly string[]>>;

/** `cache/known-elements.json`: derived and disposable. */
interface KnownDocument {
  readonly format: 'millwright/known-elements';
  readonly version: 2;
  readonly build: string;
  readonly at: string;
  readonly tests: KnownElements;
}

/** An app may change without its tests, so that what is known holds for a day. */
const validMs = 86_400_000;

/**
 * Which build of the app this is, as far as one can tell: what `MILLWRIGHT_APP_BUILD` says, else the commit with the files that
 * were changed since. Undefined where neither is known: then nothing counts as known.
 */
export function appBuildOf(
  root: string,
  git: GitFacts | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const told = env['MILLWRIGHT_APP_BUILD'];
  if (told) return told;
  if (!git) return undefined;
  if (!git.dirty) return git.commit;
  const changed = (git.changedFiles ?? []).map((file) => {
    const info = statSync(path.join(root, file), { throwIfNoEntry: false });
    return `${file} ${info?.size} ${info?.mtimeMs}`;
  });
  return sha1Of([git.commit, ...changed].join('\n'));
}

/** What an earlier run learnt about this build; nothing when there was none, or when it is a day old. */
export function readKnownElements(
  dir: string,
  build: string,
  nowMs: number,
): { readonly at: string; readonly tests: KnownElements } {
  try {
    const document = JSON.parse(readFileSync(fileOf(dir), 'utf8')) as Partial<KnownDocument>;
    const { at = '', tests = {} } = document;
    const isValid = document.version === 2 && document.build === build && nowMs - Date.parse(at) < validMs;
    if (isValid) return { at, tests };
  } catch {
    // There is none, or it is damaged: then nothing is known.
  }
  return { at: new Date(nowMs).toISOString(), tests: {} };
}

/** Keeps what is known for the next run. Of two runs that end at once one wins, and the other's elements are asked for again. */
export function writeKnownElements(
  dir: string,
  build: string,
  known: { readonly at: string; readonly tests: KnownElements },
): void {
  const document: KnownDocument = { format: 'millwright/known-elements', version: 2, build, ...known };
  replaceText(fileOf(dir), JSON.stringify(document));
}

/** Tells the workers what is known. */
export function tellWorkers(captureDir: string, tests: KnownElements): void {
  if (Object.keys(tests).length > 0) replaceText(path.join(captureDir, 'known.json'), JSON.stringify(tests));
}

function fileOf(dir: string): string {
  return path.join(dir, 'cache', 'known-elements.json');
}

function replaceText(file: string, text: string): void {
  const temp = `${file}.${process.pid}.tmp`;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(temp, text);
  renameSync(temp, file);
}
