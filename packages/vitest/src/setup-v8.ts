import { afterEach, beforeEach, inject } from 'vitest';

import { addExecutedFiles } from './executed-files.ts';
import { type ScriptMerger } from './v8-scripts.ts';
import { type InspectorModules, V8Watch } from './v8-watch.ts';

/**
 * Runs inside the user's workers. Asks V8 before and after each test what has run, and hands the names of the files to the
 * reporter through the test's `meta`. Whatever goes wrong here ends the watching and never a test.
 */
const stateKey = Symbol.for('millwright.v8-watch');
const ownFolder = new URL('.', import.meta.url).href;

/** One for each engine, whatever is loaded anew for a test file. */
type Shared = { [stateKey]?: V8Watch };

let watch: V8Watch | undefined = guarded(openWatch);
let watching = false;

function openWatch(): V8Watch {
  const inspector = process.getBuiltinModule('node:inspector') as unknown as InspectorModules['inspector'];
  const promises = process.getBuiltinModule('node:inspector/promises') as unknown as InspectorModules['promises'];
  const { Session } = inspector as unknown as { Session: Shared };
  const open = (Session[stateKey] ??= new V8Watch({ inspector, promises }, loadMerger()));
  open.start();
  return open;
}

/** From the v8 provider, which adds up in the same way what several workers took. */
function loadMerger(): ScriptMerger | undefined {
  const path: unknown = inject('millwrightV8Merger' as never);
  if (typeof path !== 'string') return undefined;
  const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
  return (require(path) as { mergeScriptCovs: ScriptMerger }).mergeScriptCovs;
}

function guarded<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    watch = undefined;
    return undefined;
  }
}

// Vitest reads the first argument of a hook as text in tests with fixtures, and takes nothing but a pattern.
beforeEach(({ task }) => {
  // Tests that run at the same time share the counters, so nothing can be said about each of them.
  watching = watch !== undefined && !task.concurrent;
  if (watching) guarded(() => watch?.begin());
});

afterEach(({ task }) => {
  if (!watching || task.concurrent) return;
  watching = false;
  const urls = guarded(() => watch?.end());
  if (!urls) return;
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  const files = urls.filter((url) => !url.startsWith(ownFolder)).map((url) => fileURLToPath(url));
  addExecutedFiles(task.meta, files);
});
