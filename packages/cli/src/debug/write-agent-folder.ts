import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { UserError } from '@millwright/core';

import type { AgentFolder } from './agent-tasks.ts';

const manifestFile = 'manifest.json';

/**
 * Writes a folder for coding agents. Files of an earlier one whose causes are gone are removed, and nothing else is touched. Throws a
 * UserError for a folder that holds something else, before anything is written.
 */
export function writeAgentFolder(folder: string, shown: string, { manifest, texts }: AgentFolder): void {
  const earlier = readEarlierFiles(folder, shown);
  mkdirSync(folder, { recursive: true });
  for (const file of earlier) if (!texts.has(file)) rmSync(join(folder, file), { force: true });
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  writeFileSync(join(folder, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/** The files that an earlier report left; empty for a new folder. */
function readEarlierFiles(folder: string, shown: string): readonly string[] {
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) throw refused(shown, 'is a file');
  const names = readdirSync(folder);
  if (names.length === 0) return [];
  const files = names.includes(manifestFile) ? filesIn(join(folder, manifestFile)) : undefined;
  if (files === undefined) throw refused(shown, 'holds files of somebody else');
  return files;
}

/** The names in a manifest of ours; undefined when it is none. A name that leads out of the folder is not ours either. */
function filesIn(path: string): readonly string[] | undefined {
  try {
    const { format, tasks } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly format?: unknown;
      readonly tasks?: readonly { readonly file?: unknown }[];
    };
    if (format !== 'millwright/agent-tasks' || !Array.isArray(tasks)) return undefined;
    return tasks.flatMap(({ file }) => (typeof file === 'string' && /^[\w-]+\.md$/u.test(file) ? [file] : []));
  } catch {
    return undefined;
  }
}

function refused(shown: string, why: string): UserError {
  return new UserError({
    code: 'foreign-folder',
    message: `Expected \`--agent-dir\` to name a new or empty folder, or one of an earlier report; ${shown} ${why}.`,
    hint: 'Nothing was written.',
  });
}
