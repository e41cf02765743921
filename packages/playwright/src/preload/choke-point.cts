/** A client-side object of Playwright, such as a frame or a page; private to Playwright. */
export interface ChannelOwner {
  readonly _type?: string;
  readonly _channel?: unknown;
}

type Params = Readonly<Record<string, unknown>>;

/** Looks at a message before it is sent to the browser side. A promise is awaited, so it delays the action. */
export type BeforeSend = (
  object: ChannelOwner,
  method: string,
  params: Params,
  place: CallPlace | undefined,
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
  readonly params: Params;
  /** Undefined for what Playwright, or we, ask on our own account. */
  readonly place: CallPlace | undefined;
}

/** How a call ended. */
export type CallOutcome =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown };

/** Is told of a call when it is sent, and through what it returns, when it has ended. It cannot delay or change the call. */
export type CallWatcher = (call: SentCall) => ((outcome: CallOutcome) => void) | undefined;

/** What is sent in place of a call. */
export interface CallChange {
  readonly params?: Params;
  /** The call ends after this long at most. */
  readonly timeoutMs?: number;
  /** What the caller gets, and nothing is sent. */
  readonly instead?: { readonly result: unknown };
  /**
   * Asked how the call ended as it is; only when the answer is true is the changed one sent behind it. Otherwise the caller gets the end of
   * its own.
   */
  readonly goesOnAfter?: (own: CallOutcome) => boolean;
  /** What the caller gets for an answer. */
  readonly resultOf?: (result: unknown) => unknown;
}

/** Delays a call, and says what is sent in its place. For negative controls alone: nothing else may change a test. */
export type CallChanger = (call: SentCall) => Promise<CallChange | undefined> | undefined;

type Send = (
  this: unknown,
  object: ChannelOwner,
  method: string,
  params: Params,
  ...rest: readonly unknown[]
) => unknown;

/** The one place through which every action and expectation of a worker passes. */
export interface ChokePoint {
  addListener(listener: BeforeSend): void;
  addWatcher(watcher: CallWatcher): void;
  setChanger(changer: CallChanger): void;
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
  let changer: CallChanger | undefined;
  prototype.sendMessageToServer = function sendMessageToServer(object, method, params, ...rest) {
    const sendNow = (change?: CallChange): unknown => {
      if (change?.instead) return change.instead.result;
      const endings =
        watchers.length === 0 ? [] : endingsOf(watchers, { object, method, params, place: placeOf(rest) });
      const sent = change
        ? sendChanged((...call) => send.call(this, object, method, ...call), { params, rest, change })
        : send.call(this, object, method, params, ...rest);
      if (endings.length > 0) tellEnd(sent, endings);
      return sent;
    };
    const waits = listeners.length === 0 ? [] : waitsOf(listeners, { object, method, params, place: placeOf(rest) });
    const place = changer && placeOf(rest);
    const changed = place && changeOf(changer, { object, method, params, place });
    if (changed) return Promise.allSettled(waits).then(() => changed.then(sendNow));
    return waits.length === 0 ? sendNow() : Promise.allSettled(waits).then(() => sendNow());
  };
  return {
    addListener: (listener) => void listeners.push(listener),
    addWatcher: (watcher) => void watchers.push(watcher),
    setChanger(given) {
      changer = given;
    },
  };
}

function waitsOf(listeners: readonly BeforeSend[], { object, method, params, place }: SentCall): Promise<unknown>[] {
  const waits: Promise<unknown>[] = [];
  for (const listener of listeners) {
    try {
      const wait = listener(object, method, params, place);
      if (wait) waits.push(wait);
    } catch {
      // What a listener misses is not the test's business.
    }
  }
  return waits;
}

function changeOf(changer: CallChanger | undefined, call: SentCall): Promise<CallChange | undefined> | undefined {
  try {
    return changer?.(call)?.catch(() => undefined);
  } catch {
    return undefined;
  }
}

interface ChangedCall {
  readonly params: Params;
  readonly rest: readonly unknown[];
  readonly change: CallChange;
}

/** A timeout is among the parameters before 1.60, and in the options since then. */
async function sendChanged(
  send: (params: Params, ...rest: readonly unknown[]) => unknown,
  { params, rest, change }: ChangedCall,
): Promise<unknown> {
  const { timeoutMs, resultOf, goesOnAfter } = change;
  if (goesOnAfter) {
    const own = await outcomeOf(() => send(params, ...rest));
    if (!goesOnAfter(own)) {
      if (own.ok) return own.result;
      throw own.error;
    }
  }
  let sentParams = change.params ?? params;
  let sentRest = rest;
  if (timeoutMs !== undefined) {
    const isOptions = (part: unknown): part is { readonly timeout: number } =>
      typeof (part as { timeout?: unknown } | undefined)?.timeout === 'number';
    if (rest.some(isOptions))
      sentRest = rest.map((part) => (isOptions(part) ? { ...part, timeout: shorter(part.timeout, timeoutMs) } : part));
    else sentParams = { ...sentParams, timeout: shorter(sentParams['timeout'], timeoutMs) };
  }
  const result = await send(sentParams, ...sentRest);
  return resultOf ? resultOf(result) : result;
}

async function outcomeOf(send: () => unknown): Promise<CallOutcome> {
  try {
    return { ok: true, result: await send() };
  } catch (error) {
    return { ok: false, error };
  }
}

/** No time, or none told, means without end. */
function shorter(timeout: unknown, timeoutMs: number): number {
  return typeof timeout === 'number' && timeout > 0 ? Math.min(timeout, timeoutMs) : timeoutMs;
}

type Ending = (outcome: CallOutcome) => void;

function endingsOf(watchers: readonly CallWatcher[], call: SentCall): Ending[] {
  const endings: Ending[] = [];
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
