import type { GitFacts } from '@millwright/core';

import type { ResolvedOptions } from '../reporter/reporter-options.ts';
import { appBuildOf, readKnownElements, tellWorkers } from './known-elements.ts';
import type { ElementMemory } from './record-elements.ts';

/** Looks up what is known of this build of the app, and tells the workers, which are about to start. */
export function openElementMemory(
  captureDir: string,
  { dir, root, redact, elements, isExperiment }: ResolvedOptions,
  git: GitFacts | undefined,
): ElementMemory {
  if (isExperiment) return { dir, redact, build: undefined, known: { at: '', tests: {} } };
  const app = appBuildOf(root, git, process.env);
  // What is known without pictures is asked for once more when they are wanted.
  const build = app !== undefined && elements === 'pictures' ? `${app} with pictures` : app;
  const nowMs = Date.now();
  const none = { at: new Date(nowMs).toISOString(), tests: {} };
  const known = build === undefined ? none : readKnownElements(dir, build, nowMs);
  tellWorkers(captureDir, known.tests);
  return { dir, redact, build, known };
}
