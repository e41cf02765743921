/** What is used of Playwright's `Page`. */
export interface Page {
  context(): BrowserContext & {
    newCDPSession(page: Page): Promise<{ send(method: string, parameters?: object): Promise<unknown> }>;
  };
}
/** What is used of Playwright's `Route`. */
export interface Route {
  request(): { url(): string; method(): string; resourceType(): string };
  abort(errorCode: string): Promise<void>;
  fallback(): Promise<void>;
  fetch(options: { maxRetries: number; maxRedirects: number }): Promise<object>;
  fulfill(options: { response: object }): Promise<void>;
}
/** What is used of Playwright's `BrowserContext`. */
export interface BrowserContext {
  addInitScript(script: string): Promise<unknown>;
  route(url: string, handler: (route: Route) => Promise<void>): Promise<unknown>;
}
/** Called with every browser context and every page of a worker, before the test gets it. */
export interface ContextListener {
  onContext?(this: void, context: BrowserContext): Promise<void>;
  onPage?(this: void, page: Page): Promise<void>;
  /** Given to every request that a test itself sends, unless it says otherwise. */
  readonly requestOptions?: { readonly maxRetries: number };
}
/** What this module exports. */
export interface FollowContexts {
  readonly isPlaywrightWorker: boolean;
  followContexts(this: void, listener: ContextListener): void;
}

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

const Module = require('node:module') as { _load: (request: string, ...rest: unknown[]) => unknown };
const workerEntry = /[\\/]playwright[\\/]lib[\\/](?:worker[\\/]workerProcessEntry|common[\\/]process)\.js$/;
const isPlaywrightWorker = workerEntry.test(process.argv[1] ?? '');
const known = new WeakSet<object>();

/** Waits for the module that launches browsers, and follows it to every context and page. Uses public methods only. */
function followContexts(listener: ContextListener): void {
  const load = Module._load;
  Module._load = function watchingLoad(this: unknown, request: string, ...rest: unknown[]): unknown {
    const loaded = load.call(this, request, ...rest);
    const exported = (typeof loaded === 'object' && loaded !== null ? loaded : {}) as Record<
      string,
      object | undefined
    >;
    if (!/playwright/.test(request) || exported['chromium'] === undefined || !('launch' in exported['chromium']))
      return loaded;
    for (const name of ['chromium', 'firefox', 'webkit']) {
      const browserType = exported[name];
      if (browserType !== undefined) followBrowserType(browserType, listener);
    }
    const requests = exported['request'];
    if (requests !== undefined && listener.requestOptions !== undefined)
      followRequests(requests, listener.requestOptions);
    return loaded;
  };
}

function followBrowserType(browserType: object, listener: ContextListener): void {
  const { onContext: change, onPage, requestOptions } = listener;
  const onContext = async (context: object): Promise<void> => {
    if (onPage !== undefined) after(context, 'newPage', (page) => once(page, () => onPage(page as Page)));
    if (requestOptions !== undefined) giveOptions((context as { request: object }).request, requestOptions);
    if (change !== undefined) await once(context, () => change(context as BrowserContext));
  };
  after(browserType, 'launch', (browser) => after(browser, 'newContext', onContext));
  after(browserType, 'launchPersistentContext', onContext);
}

/** The requests of a test come from contexts of one class, whoever made them. */
function followRequests(requests: object, options: object): void {
  after(requests, 'newContext', (context) => giveOptions(context, options));
}

function giveOptions(context: object, options: object): void {
  const prototype = Object.getPrototypeOf(context) as Record<string, Method>;
  const original = prototype['fetch'];
  if (original === undefined || known.has(original)) return;
  const giving: Method = function giving(this: unknown, target, own) {
    return original.call(this, target, { ...options, ...(own as object | undefined) });
  };
  known.add(giving);
  prototype['fetch'] = giving;
}

async function once(object: object, then: () => Promise<void>): Promise<void> {
  if (known.has(object)) return;
  known.add(object);
  await then();
}

/** Lets every object of the same class call `then` with what this method resolved to. */
function after(object: object, name: string, then: (result: object) => void | Promise<void>): void {
  const prototype = Object.getPrototypeOf(object) as Record<string, Method>;
  const original = prototype[name];
  if (original === undefined || known.has(original)) return;
  const following: Method = async function following(this: unknown, ...args) {
    const result = await original.apply(this, args);
    await then(result as object);
    return result;
  };
  known.add(following);
  prototype[name] = following;
}

module.exports = { isPlaywrightWorker, followContexts } satisfies FollowContexts;
