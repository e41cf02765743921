import * as playwright from '@playwright/test';

// Not `createRequire`: Playwright compiles linked packages to CommonJS, where there is no `import.meta`.
// oxlint-disable-next-line import/default -- Node gives a CommonJS module's exports as the default
import workerHook, { type WorkerHook } from './preload/worker-hook.cts';

/**
 * The public alternative to the preload: `import { test, expect } from '@millwright/playwright/test'` where the preload cannot
 * reach the workers. Captures the same; when the preload is there already, this adds nothing.
 */
const { startCapture } = workerHook as unknown as WorkerHook;

startCapture(playwright as unknown as Parameters<typeof startCapture>[0]);

export { expect, test } from '@playwright/test';
