/**
 * What `NODE_OPTIONS` loads into every child process of Playwright's runner. In a worker it waits for `playwright/test` and looks
 * into it; in any other process it only takes itself out of the way.
 */
const workerEntry = /[\\/]playwright[\\/]lib[\\/](?:worker[\\/]workerProcessEntry|common[\\/]process)\.js$/;

function withoutOurPart(nodeOptions: string | undefined): string | undefined {
  const own = process.env['MILLWRIGHT_PRELOAD'];
  if (nodeOptions === undefined || !own) return nodeOptions;
  const rest = nodeOptions.replace(own, '').trim();
  return rest === '' ? undefined : rest;
}

function beginPreload(): void {
  const rest = withoutOurPart(process.env['NODE_OPTIONS']);
  if (rest === undefined) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = rest;
  delete process.env['MILLWRIGHT_PRELOAD'];
  if (!process.env['MILLWRIGHT_CAPTURE_DIR'] || !workerEntry.test(process.argv[1] ?? '')) return;
  const { watchForPlaywright } = require('./worker-hook.cjs') as import('./worker-hook.cts').WorkerHook;
  watchForPlaywright();
}

try {
  beginPreload();
} catch {
  // A process of the user must start whatever becomes of us.
}

export type Preload = typeof beginPreload;
