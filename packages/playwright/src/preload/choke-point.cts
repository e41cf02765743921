/** A client-side object of Playwright, such as a frame or a page; private to Playwright. */
export interface ChannelOwner {
  readonly _type?: string;
  readonly _channel?: unknown;
}

/** Looks at a message before it is sent to the browser side. A promise is awaited, so it delays the action. */
export type BeforeSend = (
  object: ChannelOwner,
  method: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<unknown> | undefined;

type Send = (
  this: unknown,
  object: ChannelOwner,
  method: string,
  params: Record<string, unknown>,
  ...rest: unknown[]
) => unknown;

/** The one place through which every action and expectation of a worker passes. */
export interface ChokePoint {
  addListener(listener: BeforeSend): void;
}

/**
 * Wraps the connection's `sendMessageToServer`. Without listeners it is one length check; a listener that fails is left out of
 * the way of the test. Undefined when this version of Playwright has no such place.
 */
function openChokePoint(connection: object): ChokePoint | undefined {
  const prototype = Object.getPrototypeOf(connection) as { sendMessageToServer?: Send } | null;
  const send = prototype?.sendMessageToServer;
  if (!prototype || typeof send !== 'function') return undefined;
  const listeners: BeforeSend[] = [];
  prototype.sendMessageToServer = function sendMessageToServer(object, method, params, ...rest) {
    const waits = listeners.length === 0 ? [] : waitsOf(listeners, object, method, params);
    if (waits.length === 0) return send.call(this, object, method, params, ...rest);
    return Promise.allSettled(waits).then(() => send.call(this, object, method, params, ...rest));
  };
  return { addListener: (listener) => void listeners.push(listener) };
}

function waitsOf(
  listeners: readonly BeforeSend[],
  object: ChannelOwner,
  method: string,
  params: Record<string, unknown>,
): Promise<unknown>[] {
  const waits: Promise<unknown>[] = [];
  for (const listener of listeners) {
    try {
      const wait = listener(object, method, params);
      if (wait) waits.push(wait);
    } catch {
      // What a listener misses is not the test's business.
    }
  }
  return waits;
}

const chokePoint = { openChokePoint };
module.exports = chokePoint;
export type ChokePointModule = typeof chokePoint;
