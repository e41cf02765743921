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

/** Where in the user's source a call stands. */
export interface CallPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A message that is sent now. */
export interface SentCall {
  readonly object: ChannelOwner;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Undefined for what Playwright, or we, ask on our own account. */
  readonly place: CallPlace | undefined;
}

/** How a call ended. */
export type CallOutcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown };

/** Is told of a call when it is sent, and through what it returns, when it has ended. It cannot delay or change the call. */
export type CallWatcher = (call: SentCall) => ((outcome: CallOutcome) => void) | undefined;

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
  addWatcher(watcher: CallWatcher): void;
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
  const watchers: CallWatcher[] = [];
  prototype.sendMessageToServer = function sendMessageToServer(object, method, params, ...rest) {
    const sendNow = (): unknown => {
      const endings = watchers.length === 0 ? [] : endingsOf(watchers, object, method, params, rest);
      const sent = send.call(this, object, method, params, ...rest);
      if (endings.length > 0) tellEnd(sent, endings);
      return sent;
    };
    const waits = listeners.length === 0 ? [] : waitsOf(listeners, object, method, params);
    return waits.length === 0 ? sendNow() : Promise.allSettled(waits).then(sendNow);
  };
  return {
    addListener: (listener) => void listeners.push(listener),
    addWatcher: (watcher) => void watchers.push(watcher),
  };
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

type Ending = (outcome: CallOutcome) => void;

function endingsOf(
  watchers: readonly CallWatcher[],
  object: ChannelOwner,
  method: string,
  params: Record<string, unknown>,
  rest: readonly unknown[],
): Ending[] {
  const endings: Ending[] = [];
  const call = { object, method, params, place: placeOf(rest) };
  for (const watcher of watchers) {
    try {
      const ending = watcher(call);
      if (ending) endings.push(ending);
    } catch {
      // As above.
    }
  }
  return endings;
}

/** The promise goes on to the caller as it is; we only listen, before whoever awaits it goes on. */
function tellEnd(sent: unknown, endings: readonly Ending[]): void {
  const tell = (outcome: CallOutcome): void => {
    for (const ending of endings) {
      try {
        ending(outcome);
      } catch {
        // As above.
      }
    }
  };
  void Promise.resolve(sent).then(
    (result) => tell({ ok: true, result }),
    (error: unknown) => tell({ ok: false, error }),
  );
}

/** The first frame of the user's code: in the options (1.51) or an argument of its own (1.50). */
function placeOf(rest: readonly unknown[]): CallPlace | undefined {
  for (const part of rest) {
    const frames = Array.isArray(part) ? (part as unknown[]) : (part as { frames?: unknown } | undefined)?.frames;
    const [first] = Array.isArray(frames) ? (frames as Partial<CallPlace>[]) : [];
    if (typeof first?.file === 'string' && typeof first.line === 'number')
      return { file: first.file, line: first.line, column: first.column ?? 1 };
  }
  return undefined;
}

const chokePoint = { openChokePoint };
module.exports = chokePoint;
export type ChokePointModule = typeof chokePoint;
