import {
  type Dialect,
  type DialectFields,
  type DialectText,
  limitOf,
  msOf,
  present,
  type TimeoutKind,
} from './dialect.ts';

const call =
  /\b((?:page|locator|frame|frameLocator|elementHandle|browser|browserContext|browserType|apiRequestContext|request|electron|route|response|worker)\.[a-zA-Z$]+):/;
const callLimit =
  /\b(?:page|locator|frame|elementHandle|browserContext|browserType|apiRequestContext)\.[a-zA-Z$]+: (?:\w*Error: )?(?:Test )?timeout(?: of)? (\d+) ?ms exceeded/i;
const locatorInLog =
  /(?:^Locator: +|waiting for(?: selector)? )((?:locator|getBy\w+|frameLocator|page)\(.*|"[^\n]+"(?= to be \w+$|$)|"[^"\n]+"|'[^'\n]+')/m;
const navigating = /navigating to "([^"\n]+)"|navigated to "([^"\n]+)"/;
const seen =
  /resolved to (?:visible|hidden|<|1 element|[1-9]\d* elements)|element is (?:visible|not|enabled|outside)|intercepts pointer events|element was detached/i;
const never = /element\(s\) not found|resolved to 0 elements/i;

const navigationCalls = /\.(?:goto|reload|waitForURL|waitForNavigation|waitForLoadState|goBack|goForward|setContent)$/;
const eventCalls = /\.(?:waitForEvent|waitForResponse|waitForRequest|waitForFunction|waitForTimeout)$/;

/** A failed call of Playwright's API with its call log, as 1.10 to 1.65 write it. */
export const playwrightCall: Dialect = {
  name: 'playwright-call',
  parse(text): DialectFields {
    const action = call.exec(text.told)?.[1];
    const locator = locatorInLog.exec(text.all)?.[1]?.replace(/ to be (?:visible|hidden|attached|detached)$/, '');
    const address = navigating.exec(text.all);
    return present({
      action,
      locator,
      matched: matchedOf(text, locator),
      url: address?.[1] ?? address?.[2],
      timeout: timeoutOf(text, action),
    });
  },
};

function matchedOf({ all }: DialectText, locator: string | undefined): DialectFields['matched'] {
  if (never.test(all)) return 'none';
  if (seen.test(all)) return 'one';
  return locator !== undefined && /^[\s-]*waiting for\b/m.test(all) ? 'none' : undefined;
}

function timeoutOf({ told }: DialectText, action: string | undefined): DialectFields['timeout'] {
  if (action === undefined) return undefined;
  const match = callLimit.exec(told);
  return match ? limitOf(kindOf(action), msOf(match[1], 'ms')) : undefined;
}

function kindOf(action: string): TimeoutKind {
  if (navigationCalls.test(action)) return 'navigation';
  return eventCalls.test(action) ? 'event' : 'action';
}
