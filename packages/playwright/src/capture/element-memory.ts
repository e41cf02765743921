import type { GitFacts } from '@millwright/core';

import type { ResolvedOptions } from '../reporter/reporter-options.ts';
import { appBuildOf, readKnownElements, tellWorkers } from './known-elements.ts';
import type { ElementMemory } from './record-elements.ts';

/** Looks up what is known of this build of the app, and tells the workers, which are about to start. */
export function openElementMemory(
  captureDir: string,
  { dir, root, redact, isExperiment }: ResolvedOptions,
  git: GitFacts | undefined,
): ElementMemory {
  if (isExperiment) return { dir, redact, build: undefined, known: { at: '', tests: {} } };
  const build = appBuildOf(root, git, process.env);
  const nowMs = Date.now();
  const none = { at: new Date(nowMs).toISOString(), tests: {} };
  const known = build === undefined ? none : readKnownElements(dir, build, nowMs);
  tellWorkers(captureDir, known.tests);
  return { dir, redact, build, known };
}
