import { ts } from 'ts-morph';

import { calledName, dottedName, propertyOf, receiverOf } from '../syntax/call.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { unwrapped } from '../syntax/walk.ts';
import { bindingOf } from '../tree/binding.ts';
import { networkFixOf } from './fixes/external-dependency.ts';
import { recordedPageFixOf } from './fixes/recorded-page.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { foreignHost } from './foreign-host.ts';
import { pageRequestOf } from './page-network.ts';
import { flowOf, isGlobal, isInLoop, packageOf, type PatternContext } from './pattern-context.ts';
import { isPlaywrightValue } from './playwright-value.ts';

const CLIENTS = /^(?:axios|got|node-fetch|cross-fetch|undici|ky|superagent|needle|ofetch|request|(?:node:)?https?)$/u;
const RAW = /^(?:node:)?(?:net|tls|dns|dns\/promises)$/u;
const RAW_CALLS = new Set([
  'connect',
  'createConnection',
  'lookup',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveMx',
  'resolveTxt',
]);
const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'fetch', 'request', 'options']);
/** Names whose call means that the network is answered by the test itself. */
const MOCKS =
  /(?:^|\.)(?:stubGlobal|setupServer|setupWorker|fetchMock|MockAgent|enableMocks|mockResponse|mockResponseOnce)(?:\.|$)|^nock\b|^fetchMock\b/u;

/** Calls to a host outside the machine from a test, with nothing that tries again. Mocked clients and polled calls are none. */
export const externalDependencyWithoutRetry: FlakyPattern = {
  name: 'external-dependency-without-retry',
  severity: 'warning',
  find: (context) => context.calls.flatMap((call) => ownHit(context, call) ?? pageHit(context, call) ?? []),
};

const ADVICE =
  'Answer the request in the test (a route, a mock server, a recorded response), or retry it: `expect.poll`, `expect(async () => …).toPass()`, a retrying client.';

function whyOf(host: string): string {
  return `The test depends on ${host} being reachable and quick; any hiccup between here and there fails it.`;
}

/** A request of the test itself. */
function ownHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const host = hostOf(context, call);
  const isFree =
    host === undefined ||
    isAnswered(context, call) ||
    isInLoop(call) ||
    !['test', 'top'].includes(flowOf(context, call));
  if (isFree) return undefined;
  const fix = networkFixOf(context, call, host);
  return { node: call, why: whyOf(host), advice: ADVICE, ...(fix && { fix }) };
}

/** A request of a page, which a route can answer. */
function pageHit(context: PatternContext, call: ts.CallExpression): PatternHit | undefined {
  const asked = pageRequestOf(context, call);
  if (!asked) return undefined;
  const fix = recordedPageFixOf(context, asked);
  return {
    node: call,
    why: whyOf(asked.host),
    advice: 'Answer what the page asks for: `page.route(…)`, or a recorded file with `page.routeFromHAR(…)`.',
    ...(fix && { fix }),
  };
}

/** The foreign host that a call talks to. */
function hostOf(context: PatternContext, call: ts.CallExpression): string | undefined {
  if (isRawNetwork(context, call)) return foreignHost(rawHost(call));
  const first = isClient(context, call) ? call.arguments[0] && unwrapped(call.arguments[0]) : undefined;
  if (!first) return undefined;
  const isOptions = ts.isObjectLiteralExpression(first);
  const url = isOptions ? addressIn(first) : first;
  if (!url) return undefined;
  const text = addressOf(context, url);
  const inUrl = /^(?:https?|wss?):\/\/([^/:?#]+)/iu.exec(text)?.[1];
  if (inUrl !== undefined) return foreignHost(inUrl);
  return isOptions && !text.includes('/') ? foreignHost(text) : undefined;
}

function addressIn(options: ts.ObjectLiteralExpression): ts.Expression | undefined {
  const found = ['url', 'hostname', 'host']
    .map((name) => propertyOf(options, name))
    .find((value) => value !== undefined);
  return found && !ts.isMethodDeclaration(found) ? found : undefined;
}

function addressOf(context: PatternContext, url: ts.Expression): string {
  const base = ts.isNewExpression(url) && url.expression.getText() === 'URL' ? (url.arguments?.at(-1) ?? url) : url;
  return staticTextOf(base, (name) => elsewhere(context, name)).text;
}

function elsewhere(context: PatternContext, name: ts.Identifier): ts.Expression | undefined {
  const binding = bindingOf(context.tree, name);
  return binding?.kind === 'node' && ts.isVariableDeclaration(binding.node) ? binding.node.initializer : undefined;
}

function isClient(context: PatternContext, call: ts.CallExpression): boolean {
  if (isGlobal(call.expression, 'fetch')) return true;
  const origin = packageOf(context, call.expression);
  if (origin)
    return (
      CLIENTS.test(origin.module) &&
      !['createServer', 'create', 'extend', 'all', 'isAxiosError'].includes(calledName(call)) &&
      !/^(?:Agent|Server|MockAgent)$/u.test(origin.name)
    );
  const receiver = receiverOf(call);
  if (!receiver || !VERBS.has(calledName(call)) || !isPlaywrightValue(context, receiver)) return false;
  return dottedName(receiver).some((part) => part === 'request' || /api|request/iu.test(part));
}

function isRawNetwork(context: PatternContext, call: ts.CallExpression): boolean {
  const origin = packageOf(context, call.expression);
  return origin !== undefined && RAW.test(origin.module) && RAW_CALLS.has(calledName(call));
}

function rawHost(call: ts.CallExpression): string | undefined {
  for (const argument of call.arguments) {
    const node = unwrapped(argument);
    const value = ts.isObjectLiteralExpression(node) ? propertyOf(node, 'host') : node;
    if (value && ts.isStringLiteralLike(value)) return value.text;
  }
  return undefined;
}

/** Whether the file replaces the client that the call uses. */
function isAnswered(context: PatternContext, call: ts.CallExpression): boolean {
  if ([...context.called].some((name) => MOCKS.test(name))) return true;
  const module = packageOf(context, call.expression)?.module;
  const client = module ?? 'fetch';
  const mocked = context.calls.some((one) => {
    const name = dottedName(one.expression).join('.');
    const first = one.arguments[0];
    if (/^(?:vi|jest)\.(?:mock|doMock)$/u.test(name))
      return first !== undefined && ts.isStringLiteralLike(first) && first.text === module;
    return (
      /^(?:vi|jest)\.spyOn$/u.test(name) &&
      one.arguments.slice(0, 2).some((argument) => argument.getText().replaceAll(/['"`]/gu, '') === client)
    );
  });
  return mocked || (client === 'fetch' && /\b(?:globalThis|global|window)\.fetch\s*=[^=]/u.test(context.source.text));
}
