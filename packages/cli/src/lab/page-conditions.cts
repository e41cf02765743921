/**
 * Loaded with `--require` into the processes of a Playwright run: changes every page that its workers open as
 * `MILLWRIGHT_LAB_PAGE` says, before the test gets it. Uses public methods of Playwright only.
 */
interface Conditions {
  cpuSlowdown?: number;
  latencyMs?: number;
  animations?: false;
}
/** What is used of Playwright's `Page`. */
interface Page {
  addInitScript(script: string): Promise<unknown>;
  context(): { newCDPSession(page: Page): Promise<{ send(method: string, parameters?: object): Promise<unknown> }> };
}
type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

const Module = require('node:module') as { _load: (request: string, ...rest: unknown[]) => unknown };
const workerEntry = /[\\/]playwright[\\/]lib[\\/](?:worker[\\/]workerProcessEntry|common[\\/]process)\.js$/;
const wanted = process.env['MILLWRIGHT_LAB_PAGE'];
const changed = new WeakSet<object>();

if (wanted !== undefined && workerEntry.test(process.argv[1] ?? '')) {
  watchForBrowsers((page) => applyConditions(page, JSON.parse(wanted) as Conditions));
}

/** Waits for the module that launches browsers, and follows it to every page. */
function watchForBrowsers(onPage: (page: Page) => Promise<void>): void {
  const load = Module._load;
  Module._load = function watchingLoad(this: unknown, request: string, ...rest: unknown[]): unknown {
    const loaded = load.call(this, request, ...rest);
    const { chromium } = (typeof loaded === 'object' && loaded !== null ? loaded : {}) as { chromium?: object };
    if (/playwright/.test(request) && chromium !== undefined && 'launch' in chromium) followPages(chromium, onPage);
    return loaded;
  };
}

function followPages(browserType: object, onPage: (page: Page) => Promise<void>): void {
  const onContext = (context: object): void => {
    after(context, 'newPage', async (page) => {
      if (!changed.has(page)) await onPage(page as Page);
      changed.add(page);
    });
  };
  after(browserType, 'launch', (browser) => after(browser, 'newContext', onContext));
  after(browserType, 'launchPersistentContext', onContext);
}

/** Lets every object of the same class call `then` with what this method resolved to. */
function after(object: object, name: string, then: (result: object) => void | Promise<void>): void {
  const prototype = Object.getPrototypeOf(object) as Record<string, Method>;
  const original = prototype[name];
  if (original === undefined || changed.has(original)) return;
  const following: Method = async function following(this: unknown, ...args) {
    const result = await original.apply(this, args);
    await then(result as object);
    return result;
  };
  changed.add(following);
  prototype[name] = following;
}

async function applyConditions(page: Page, { cpuSlowdown, latencyMs, animations }: Conditions): Promise<void> {
  if (animations === false) await page.addInitScript(withoutAnimations);
  if (cpuSlowdown === undefined && latencyMs === undefined) return;
  try {
    const session = await page.context().newCDPSession(page);
    if (cpuSlowdown !== undefined) await session.send('Emulation.setCPUThrottlingRate', { rate: cpuSlowdown });
    if (latencyMs === undefined) return;
    await session.send('Network.enable');
    const unlimited = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };
    await session.send('Network.emulateNetworkConditions', { ...unlimited, latency: latencyMs });
  } catch {
    // Only Chromium has this protocol.
  }
}

const withoutAnimations = `{
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { animation: none !important; transition: none !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}`;
