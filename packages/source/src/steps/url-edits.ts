import { type Quote, quoted, type StepEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { shown, type WrittenValue, writtenValueOf } from '../locators/written-value.ts';
import { addressPartsOf, isNavigatedTo } from '../patch/navigation-changes.ts';
import { calledName, dottedName, memberAccessOf } from '../syntax/call.ts';
import { isFunctionNode } from '../syntax/functions.ts';
import { isWithin, unwrappedParent, walk } from '../syntax/walk.ts';
import { importDistancesOf } from '../tree/import-distances.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { literalEdit, type StepEdits } from './step-edits.ts';

type UrlEdit = Extract<StepEdit, { is: 'url' }>;

/** Where the test navigates that fails, and which files it may navigate in. */
export interface NavigationPlace {
  readonly call: ts.CallExpression;
  /** The test's own file, where the failing step stands in another one. */
  readonly testFile?: string;
}

/** Gives the navigation that led to a step its new path: the last one before it, else the only one that its test can have made. */
export function urlEditsOf(tree: SourceTree, { from, to }: UrlEdit, place: NavigationPlace): StepEdits {
  const found = navigationTo(tree, from, place);
  if ('reason' in found) return found;
  const own = /^['"`]/u.exec(found.written.node.getText())?.[0] as Quote | undefined;
  const parts = addressPartsOf(textOf(found.written) ?? '');
  if (!parts) return { reason: `\`${shown(found.call)}\` opens no page of the application` };
  const path = parts.path.startsWith('/') ? to : to.replace(/^\//u, '');
  const end = parts.path.length > 1 && parts.path.endsWith('/') ? '/' : '';
  const newText = quoted(`${parts.origin}${path}${end}${parts.rest}`, own ?? "'");
  return literalEdit(tree, found.written, newText, isNavigatedTo);
}

interface Navigation {
  readonly call: ts.CallExpression;
  readonly written: WrittenValue;
}

function navigationTo(
  tree: SourceTree,
  from: string,
  { call, testFile }: NavigationPlace,
): Navigation | { readonly reason: string } {
  const here = tree.fileOf(call);
  const before = lastBefore(navigationsIn(tree, here), call);
  if (before && pathOf(before) === from) return before;
  // Another navigation than the one before the step is the test's only where the step's file, or the test's, can reach it.
  const files = [...new Set([here, ...(testFile === undefined ? [] : [testFile])])];
  const hooks = files.flatMap((file) => navigationsIn(tree, file).filter((one) => isInHook(one.call)));
  const imported = [...importDistancesOf(tree, files).values()].flatMap((reached) => [...reached.keys()]);
  const others = [...new Set(imported)].filter((file) => !files.includes(file));
  const helped = others.flatMap((file) => navigationsIn(tree, file));
  const fitting = [...hooks, ...helped].filter((one) => pathOf(one) === from);
  const literals = new Set(fitting.map(({ written }) => written.node));
  const [only] = fitting;
  if (only && literals.size === 1) return only;
  if (literals.size > 1)
    return { reason: `${literals.size} places go to ${from}; which one leads to the step is not known` };
  return {
    reason: before
      ? `The last navigation before the step, \`${shown(before.call)}\`, does not go to ${from}, or not by a text that is written out`
      : `Nothing before the step goes to ${from} by a text that is written out`,
  };
}

function navigationsIn(tree: SourceTree, file: string): readonly Navigation[] {
  const source = tree.source(file);
  if (!source?.text.includes('goto') || file.includes('node_modules/')) return [];
  const found: Navigation[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || memberAccessOf(node.expression)?.name !== 'goto') return;
    const [address] = node.arguments;
    if (address) found.push({ call: node, written: writtenValueOf(tree, address) });
  });
  return found;
}

/** The navigation that comes last before a step in the innermost function around it that has one. */
function lastBefore(all: readonly Navigation[], step: ts.Node): Navigation | undefined {
  for (let node: ts.Node | undefined = step; node; node = node.parent) {
    const scope = node;
    if (!isFunctionNode(scope)) continue;
    const before = all.findLast(({ call }) => isWithin(call, scope) && call.getEnd() <= step.getStart());
    if (before) return before;
  }
  return undefined;
}

function isInHook(call: ts.CallExpression): boolean {
  for (let node: ts.Node = call; node.parent; node = node.parent) {
    const owner = isFunctionNode(node) ? unwrappedParent(node) : undefined;
    if (owner && ts.isCallExpression(owner) && /^before(?:Each|All)$/u.test(calledName(owner)))
      return /^(?:test|it|beforeEach|beforeAll)$/u.test(dottedName(owner.expression)[0] ?? '');
  }
  return false;
}

function textOf({ value }: WrittenValue): string | undefined {
  return value?.is === 'text' ? value.text : undefined;
}

/** The path that a navigation goes to, as addresses of pages are written. */
function pathOf({ written }: Navigation): string | undefined {
  const path = addressPartsOf(textOf(written) ?? '')?.path;
  if (path === undefined) return undefined;
  return `/${path.replace(/^(?:\.?\/)/u, '')}`.replace(/(?<=.)\/$/u, '');
}
