import type { FollowContexts, Route } from './follow-contexts.cts';

/**
 * Loaded with `--require` into the processes of a run: a request of its test workers or of their pages whose connection breaks is
 * sent again, up to `MILLWRIGHT_LAB_CONNECTIONS` times. Documents are left to the browser, which follows where they lead.
 */
const { isPlaywrightWorker, followContexts } = require('./follow-contexts.cjs') as FollowContexts;
const wanted = process.env['MILLWRIGHT_LAB_CONNECTIONS'];

if (wanted !== undefined && (isPlaywrightWorker || process.env['VITEST'] !== undefined)) {
  const maxRetries = Number(JSON.parse(wanted));
  retryFetch(maxRetries);
  followContexts({
    onContext: async (context) => void (await context.route('**/*', (route) => sendAgain(route, maxRetries))),
    requestOptions: { maxRetries },
  });
}

/** A `fetch` that was refused by the server's answer is an answer; only one that got none is sent again. */
function retryFetch(maxRetries: number): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    for (let retry = 0; ; retry++) {
      try {
        return await send(input instanceof Request ? input.clone() : input, init);
      } catch (error) {
        const isBroken = error instanceof TypeError && error.cause !== undefined;
        if (!isBroken || retry >= maxRetries) throw error;
      }
    }
  };
}

async function sendAgain(route: Route, maxRetries: number): Promise<void> {
  if (route.request().resourceType() === 'document') return route.fallback();
  try {
    const response = await route.fetch({ maxRetries, maxRedirects: 0 });
    await route.fulfill({ response });
  } catch {
    // Whatever is wrong, the browser is to find it out by itself.
    await route.fallback().catch(() => {});
  }
}
