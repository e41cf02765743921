import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { PlannedTest } from '@millwright/core';
import { readProjectManifest } from '@millwright/source';

import type { SuspectScope } from './suspect-scope.ts';

/** A variable of a module that lives as long as its process and can be changed. */
export interface SharedState {
  /** Posix path relative to the project root. */
  readonly file: string;
  readonly line: number;
  /** The declaration, as it stands in the source. */
  readonly text: string;
}

const mostShown = 10;

/**
 * Module variables that both the polluters and the victim can reach by imports and that can be changed: `let`, `var`, and
 * collections. Read from the text, so it names candidates and proves nothing.
 */
export async function readSharedState(
  { scope, suspect }: SuspectScope,
  polluters: readonly PlannedTest[],
): Promise<readonly SharedState[]> {
  const { root, config } = scope.context;
  const { testFiles } = await readProjectManifest({ root, config: { services: config.services } });
  const reachesOf = (file: string): readonly string[] => [
    file,
    ...(testFiles.find((entry) => entry.file === file)?.reaches ?? []),
  ];
  const victimReaches = new Set(reachesOf(suspect.file));
  const shared = new Set(polluters.flatMap((test) => reachesOf(test.file)).filter((file) => victimReaches.has(file)));
  return [...shared].flatMap((file) => mutableStateIn(file, readText(join(root, file)))).slice(0, mostShown);
}

const declaration =
  /^(?:export\s+)?(?:(?:let|var)\s+\w|const\s+\w+[^=]*=\s*(?:new\s+(?:Map|Set|WeakMap|WeakSet|Array)\b|\[|\{))/;

/** Declarations at the top level of a module, by their text. */
export function mutableStateIn(file: string, text: string): readonly SharedState[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      declaration.test(line) ? [{ file, line: index + 1, text: line.trim().slice(0, 120) }] : [],
    );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
