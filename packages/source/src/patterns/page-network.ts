import { posix as path } from 'node:path';
import { ts } from 'ts-morph';

import { IN_PAGE_METHODS } from '../playwright/members.ts';
import { type PlaywrightCall, playwrightCallOf, playwrightCallsOf } from '../playwright/playwright-calls.ts';
import { testObjectOf } from '../playwright/test-object.ts';
import { calledName, nameText } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { staticTextOf } from '../syntax/static-text.ts';
import { ancestorOf, unwrapped, walk } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { foreignHost } from './foreign-host.ts';
import { isGlobal, type PatternContext } from './pattern-context.ts';
import { testOf } from './test-structure.ts';

const CONFIGS = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `playwright.config.${extension}`);
const WAITS = new Set(['waitForResponse', 'waitForRequest']);
/** Most calls are none of these, and are done with at once. */
const ASKING = new Set(['goto', 'fetch', ...WAITS]);
const ROUTES = /(?:^|\.)(?:route|routeFromHAR|unrouteAll|setupServer|setupWorker)$/u;

/** A request to a foreign host that a page makes in a test: the host, and the call on the page that shows it. */
export interface PageRequest {
  readonly host: string;
  readonly on: PlaywrightCall;
}

/**
 * The request to a host that is not the app's own, which a page makes: `page.goto('https://pay.example')`, a wait for its
 * answer, a `fetch` inside `evaluate`. Only where the app's own address is known (from the config or the test), and nothing
 * answers requests of pages.
 */
export function pageRequestOf(context: PatternContext, call: ts.CallExpression): PageRequest | undefined {
  if (!ASKING.has(calledName(call))) return undefined;
  const asked = askedBy(context, call);
  const test = asked && testOf(context, call);
  if (!asked || !test || answersPages(context, test.call)) return undefined;
  const own = [...configuredHosts(context), ...(asked.on.method === 'goto' ? [] : visitedHosts(context))];
  return own.length > 0 && !own.some((host) => siteOf(host) === siteOf(asked.host)) ? asked : undefined;
}

function askedBy(context: PatternContext, call: ts.CallExpression): PageRequest | undefined {
  const one = playwrightCallOf(context, call);
  const isOfPage = one?.kind === 'page' && (one.method === 'goto' || WAITS.has(one.method));
  const on = isOfPage ? one : isGlobal(call.expression, 'fetch') ? evaluationAround(context, call) : undefined;
  const host = on && hostIn(call.arguments[0]);
  return on && host !== undefined ? { host, on } : undefined;
}

/** The `page.evaluate(…)` whose function a node stands in. */
function evaluationAround(context: PatternContext, node: ts.Node): PlaywrightCall | undefined {
  const body = ancestorOf(node, isFunctionNode);
  const call = body && ancestorOf(body, ts.isCallExpression);
  const one = call && IN_PAGE_METHODS.test(calledName(call)) ? playwrightCallOf(context, call) : undefined;
  return one?.kind === 'page' ? one : undefined;
}

/** The foreign host of an address, also as a glob (`https://api.example/**`). */
function hostIn(address: ts.Expression | undefined): string | undefined {
  const { text } = address ? staticTextOf(address) : { text: '' };
  return foreignHost(/^https?:\/\/([\w.-]+)(?=[/:?#]|$)/iu.exec(text)?.[1]);
}

/** Whether the file, or a fixture of its test function, answers what pages ask for. */
function answersPages(context: PatternContext, test: ts.CallExpression): boolean {
  if ([...context.called].some((name) => ROUTES.test(name))) return true;
  const fixtures = testObjectOf(context.tree, test.expression)?.fixtures ?? [];
  return fixtures.some((one) => /\broute\w*\(/u.test(one.getText()));
}

/** Hosts that the pages of a file visit. */
function visitedHosts(context: PatternContext): readonly string[] {
  return playwrightCallsOf(context).flatMap(({ call, method }) => {
    const address = method === 'goto' ? call.arguments[0] : undefined;
    const text = address ? staticTextOf(address).text : '';
    return hostsIn(text);
  });
}

function hostsIn(text: string): readonly string[] {
  const host = /^https?:\/\/(\[[^\]]+\]|[\w.-]+)/iu.exec(text)?.[1];
  return host === undefined ? [] : [host];
}

const configured = new WeakMap<SourceTree, Map<string, readonly string[]>>();

/** Hosts of the addresses that Playwright's config above a file names: `baseURL`, `webServer.url`. */
function configuredHosts(context: PatternContext): readonly string[] {
  const folder = path.dirname(context.file);
  const known = configured.get(context.tree) ?? new Map<string, readonly string[]>();
  configured.set(context.tree, known);
  const hosts = known.get(folder) ?? readHosts(context.tree, folder);
  known.set(folder, hosts);
  return hosts;
}

function readHosts(tree: SourceTree, start: string): readonly string[] {
  for (let folder = start; ; folder = path.dirname(folder)) {
    const config = CONFIGS.map((name) => tree.source(path.join(folder, name))).find((one) => one !== undefined);
    if (config) return addressesIn(config);
    if (folder === '.' || folder === '/' || folder.startsWith('..')) return [];
  }
}

function addressesIn(config: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  walk(config, (node) => {
    if (!ts.isPropertyAssignment(node) || !/^(?:baseURL|url)$/u.test(nameText(node.name) ?? '')) return;
    found.push(...hostsIn(staticTextOf(fallbackOf(node.initializer)).text));
  });
  return found;
}

/** The address that counts where none is set: `process.env.BASE_URL ?? 'http://localhost:3000'`. */
function fallbackOf(expression: ts.Expression): ts.Expression {
  const node = unwrapped(expression);
  const isChoice =
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      node.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isChoice ? fallbackOf(node.right) : node;
}

/** The part of a host that one owner has: `example.com` of `api.example.com`, `example.co.uk` of `api.example.co.uk`. */
function siteOf(host: string): string {
  const labels = host.toLowerCase().split('.');
  const isDeep = labels.length > 2 && (labels.at(-1) ?? '').length === 2 && (labels.at(-2) ?? '').length <= 3;
  return labels.slice(isDeep ? -3 : -2).join('.');
}
