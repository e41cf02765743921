/** The things of Playwright that test code holds in its hands. */
export type PlaywrightKind =
  | 'page'
  | 'frame'
  | 'locator'
  | 'frame-locator'
  | 'element-handle'
  | 'js-handle'
  | 'context'
  | 'browser'
  | 'browser-type'
  | 'request'
  | 'response'
  | 'keyboard'
  | 'mouse'
  | 'touchscreen'
  | 'clock'
  | 'event';

/** What a member gives. */
export interface Gift {
  readonly kind: PlaywrightKind;
  readonly promised?: boolean;
  readonly list?: boolean;
}

/** Names of Playwright's types and what they stand for. */
export const TYPE_KINDS: Readonly<Record<string, PlaywrightKind>> = {
  Page: 'page',
  Frame: 'frame',
  Locator: 'locator',
  FrameLocator: 'frame-locator',
  ElementHandle: 'element-handle',
  JSHandle: 'js-handle',
  BrowserContext: 'context',
  Browser: 'browser',
  BrowserType: 'browser-type',
  APIRequestContext: 'request',
  APIResponse: 'response',
  Response: 'response',
  Keyboard: 'keyboard',
  Mouse: 'mouse',
  Touchscreen: 'touchscreen',
  Clock: 'clock',
  Download: 'event',
  Dialog: 'event',
};

/** Fixtures that every Playwright test function has. */
export const FIXTURE_KINDS: Readonly<Record<string, PlaywrightKind>> = {
  page: 'page',
  context: 'context',
  browser: 'browser',
  request: 'request',
};

const LOCATOR: Gift = { kind: 'locator' };
const HANDLE: Gift = { kind: 'element-handle', promised: true };
const HANDLES: Gift = { kind: 'element-handle', promised: true, list: true };
const RESPONSE: Gift = { kind: 'response', promised: true };
const EVENT: Gift = { kind: 'event', promised: true };

const FINDERS: Readonly<Record<string, Gift>> = Object.fromEntries(
  [
    'locator',
    'getByRole',
    'getByText',
    'getByLabel',
    'getByPlaceholder',
    'getByAltText',
    'getByTitle',
    'getByTestId',
  ].map((name) => [name, LOCATOR]),
);

/** Methods that find an element, of pages, frames and locators alike. */
export const FINDER_METHODS: ReadonlySet<string> = new Set(Object.keys(FINDERS));

const DOCUMENT: Readonly<Record<string, Gift>> = {
  ...FINDERS,
  frameLocator: { kind: 'frame-locator' },
  $: HANDLE,
  $$: HANDLES,
  waitForSelector: HANDLE,
  evaluateHandle: { kind: 'js-handle', promised: true },
  goto: RESPONSE,
  waitForNavigation: RESPONSE,
};

/** What calling a method gives, when that is again something of Playwright. */
export const METHODS: Readonly<Partial<Record<PlaywrightKind, Readonly<Record<string, Gift>>>>> = {
  page: {
    ...DOCUMENT,
    mainFrame: { kind: 'frame' },
    frame: { kind: 'frame' },
    frames: { kind: 'frame', list: true },
    context: { kind: 'context' },
    opener: { kind: 'page', promised: true },
    reload: RESPONSE,
    goBack: RESPONSE,
    goForward: RESPONSE,
    waitForResponse: RESPONSE,
    waitForRequest: EVENT,
    waitForEvent: EVENT,
  },
  frame: { ...DOCUMENT, page: { kind: 'page' }, frameElement: HANDLE, childFrames: { kind: 'frame', list: true } },
  locator: {
    ...FINDERS,
    frameLocator: { kind: 'frame-locator' },
    contentFrame: { kind: 'frame-locator' },
    filter: LOCATOR,
    and: LOCATOR,
    or: LOCATOR,
    nth: LOCATOR,
    first: LOCATOR,
    last: LOCATOR,
    describe: LOCATOR,
    all: { kind: 'locator', promised: true, list: true },
    elementHandle: HANDLE,
    elementHandles: HANDLES,
    evaluateHandle: { kind: 'js-handle', promised: true },
    page: { kind: 'page' },
  },
  'frame-locator': {
    ...FINDERS,
    frameLocator: { kind: 'frame-locator' },
    owner: LOCATOR,
    first: { kind: 'frame-locator' },
    last: { kind: 'frame-locator' },
    nth: { kind: 'frame-locator' },
  },
  'element-handle': {
    $: HANDLE,
    $$: HANDLES,
    waitForSelector: HANDLE,
    contentFrame: { kind: 'frame', promised: true },
    ownerFrame: { kind: 'frame', promised: true },
  },
  'js-handle': { asElement: { kind: 'element-handle' } },
  context: {
    newPage: { kind: 'page', promised: true },
    pages: { kind: 'page', list: true },
    browser: { kind: 'browser' },
    waitForEvent: EVENT,
  },
  browser: {
    newPage: { kind: 'page', promised: true },
    newContext: { kind: 'context', promised: true },
    contexts: { kind: 'context', list: true },
  },
  'browser-type': {
    launch: { kind: 'browser', promised: true },
    connect: { kind: 'browser', promised: true },
    connectOverCDP: { kind: 'browser', promised: true },
    launchPersistentContext: { kind: 'context', promised: true },
  },
  request: Object.fromEntries(['get', 'post', 'put', 'patch', 'delete', 'head', 'fetch'].map((one) => [one, RESPONSE])),
};

/** Properties that hold something of Playwright. */
export const PROPERTIES: Readonly<Partial<Record<PlaywrightKind, Readonly<Record<string, PlaywrightKind>>>>> = {
  page: { keyboard: 'keyboard', mouse: 'mouse', touchscreen: 'touchscreen', clock: 'clock', request: 'request' },
  context: { request: 'request', clock: 'clock' },
};

const words = (text: string): readonly string[] => text.split(' ');

/** Methods that act on an element or a page and return a promise. */
export const ACTION_METHODS: ReadonlySet<string> = new Set(
  words(
    'click dblclick tap fill press pressSequentially type check uncheck setChecked selectOption selectText setInputFiles hover focus blur clear dragTo dragAndDrop goto reload goBack goForward dispatchEvent',
  ),
);

/** Methods that read the state of an element or a page once and return a promise. */
export const READ_METHODS: ReadonlySet<string> = new Set(
  words(
    'textContent innerText innerHTML inputValue getAttribute isVisible isHidden isEnabled isDisabled isChecked isEditable count allTextContents allInnerTexts title content boundingBox ariaSnapshot',
  ),
);

const ON_ELEMENTS = [
  ...ACTION_METHODS,
  ...READ_METHODS,
  ...words('evaluate evaluateAll evaluateHandle screenshot scrollIntoViewIfNeeded waitForElementState $eval $$eval'),
];
const ON_PAGES = words(
  'waitForURL waitForLoadState waitForFunction waitForTimeout waitForRequest waitForResponse waitForEvent waitForNavigation waitForSelector setContent addInitScript addScriptTag addStyleTag route unroute unrouteAll routeFromHAR setViewportSize bringToFront emulateMedia exposeFunction exposeBinding pause pdf close setExtraHTTPHeaders $ $$',
);

const ASYNC: Readonly<Partial<Record<PlaywrightKind, ReadonlySet<string>>>> = {
  page: new Set([...ON_ELEMENTS, ...ON_PAGES]),
  frame: new Set([...ON_ELEMENTS, ...ON_PAGES]),
  locator: new Set([...ON_ELEMENTS, 'waitFor', 'all', 'elementHandle', 'elementHandles', 'highlight']),
  'element-handle': new Set([...ON_ELEMENTS, 'waitForSelector', '$', '$$']),
  'js-handle': new Set(words('evaluate jsonValue dispose')),
  context: new Set(
    words(
      'newPage close addCookies clearCookies cookies grantPermissions clearPermissions storageState addInitScript route unroute unrouteAll setOffline setGeolocation setExtraHTTPHeaders waitForEvent routeFromHAR',
    ),
  ),
  browser: new Set(words('newPage newContext close')),
  'browser-type': new Set(words('launch connect connectOverCDP launchPersistentContext')),
  request: new Set(words('get post put patch delete head fetch storageState dispose')),
  response: new Set(words('json text body finished')),
  keyboard: new Set(words('press type down up insertText')),
  mouse: new Set(words('click dblclick move down up wheel')),
  touchscreen: new Set(['tap']),
  clock: new Set(words('install setFixedTime setSystemTime pauseAt resume fastForward runFor')),
};

/** Whether a method of Playwright returns a promise. */
export function isAsyncMethod(kind: PlaywrightKind, method: string): boolean {
  return ASYNC[kind]?.has(method) ?? false;
}

/** Whether locators have a method of this name. */
export function isLocatorMethod(method: string): boolean {
  return isAsyncMethod('locator', method) || Object.hasOwn(METHODS.locator ?? {}, method);
}

/** Methods that run the function they are given in the page. */
export const IN_PAGE_METHODS =
  /^(?:evaluate|evaluateAll|evaluateHandle|waitForFunction|addInitScript|\$eval|\$\$eval)$/u;

/** Assertions of Playwright that wait until they hold. */
export const WEB_FIRST =
  /^to(?:BeVisible|BeHidden|BeEnabled|BeDisabled|BeChecked|BeEditable|BeEmpty|BeFocused|BeAttached|BeInViewport|ContainText|ContainClass|HaveText|HaveURL|HaveTitle|HaveCount|HaveValue|HaveValues|HaveAttribute|HaveClass|HaveCSS|HaveId|HaveRole|HaveJSProperty|HaveScreenshot|HaveAccessibleName|HaveAccessibleDescription|HaveAccessibleErrorMessage|MatchAriaSnapshot|BeOK)$/u;

/** Every method name that the patterns ask for; anything else need not be looked at. */
export const KNOWN_METHODS: ReadonlySet<string> = new Set([
  ...Object.values(ASYNC).flatMap((set) => [...(set ?? [])]),
  ...Object.values(METHODS).flatMap((table) => Object.keys(table ?? {})),
  'url',
  'viewportSize',
  'setDefaultTimeout',
  'setDefaultNavigationTimeout',
]);
