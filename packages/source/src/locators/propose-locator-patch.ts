import {
  type LocatorCandidate,
  type LocatorChain,
  type Patch,
  type RememberedElement,
  type SourceLocation,
  parseLocator,
  renderLocator,
} from '@millwright/core';
import { ts } from 'ts-morph';

import { applyPatchToText } from '../patch/apply-patch.ts';
import { fixObjectionsOf } from '../patch/fix-objections.ts';
import { findingCallOf } from '../patch/text-uses.ts';
import { calledName, memberAccessOf, nameText } from '../syntax/call.ts';
import { ancestorOf, isWithin } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { findStep, type WrittenStep } from './find-step.ts';
import { type LocatedEdit, locatorEditsOf } from './locator-edits.ts';
import { assertsText, type OtherUse, usesOfConstant, usesOfLocator } from './other-uses.ts';

/** What is to be written where. */
export interface LocatorPatchRequest {
  /** The failing call: its column is that of the method's name. */
  readonly place: RememberedElement['place'];
  /** `click`, `fill`, `expect` …: tells calls of one line apart where the column does not. */
  readonly action: string;
  /**
   * The failing locator as it was in the run, such as `getByLabel('Stock of Teapot 17')`: without it an argument that the source puts
   * together is not known, and a locator that has one stays as it is.
   */
  readonly failing?: string;
  /** The best first. */
  readonly candidates: readonly LocatorCandidate[];
}

/** The edit of the one place where a locator is written, or why there is none. */
export type LocatorPatch =
  | {
      readonly kind: 'patch';
      readonly patch: Patch;
      readonly candidate: LocatorCandidate;
      /** Steps elsewhere that use the edited locator or constant: what must still pass. */
      readonly alsoUsedAt: readonly SourceLocation[];
      /** Why better candidates could not be written. */
      readonly passedOver: readonly string[];
    }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The patch that gives a failing step its locator: followed to where it is written (a page object, a constant, a fixture, another file),
 * with only what must change replaced, in the author's quotes. All steps that share the locator are mended by it.
 */
export function proposeLocatorPatch(tree: SourceTree, request: LocatorPatchRequest): LocatorPatch {
  const step = findStep(tree, request.place, request.action);
  if ('reason' in step) return { kind: 'none', reason: `${step.reason}.` };
  const passedOver: string[] = [];
  const failing = request.failing === undefined ? undefined : parseLocator(request.failing);
  for (const candidate of request.candidates) {
    const written = patchFor(tree, step, candidate, failing);
    if (typeof written !== 'string') return { kind: 'patch', candidate, passedOver, ...written };
    passedOver.push(`${candidate.locator}: ${written}.`);
  }
  return { kind: 'none', reason: passedOver[0] ?? 'There is no locator to write.' };
}

interface WrittenPatch {
  readonly patch: Patch;
  readonly alsoUsedAt: readonly SourceLocation[];
}

/** The patch for one candidate, or why it cannot be. */
function patchFor(
  tree: SourceTree,
  step: WrittenStep,
  candidate: LocatorCandidate,
  failing: LocatorChain | undefined,
): WrittenPatch | string {
  const edits = locatorEditsOf(step.locator.calls, candidate.chain, failing);
  if ('reason' in edits) return edits.reason;
  const files = new Set(edits.map(({ at }) => tree.fileOf(at)));
  const [file] = files;
  if (file === undefined || edits.length === 0) return 'the source has this locator already';
  if (files.size > 1) return `it would change ${files.size} files at once`;
  if (file.includes('node_modules/')) return `${file} belongs to a package`;
  const uses = [...sharedUsesOf(tree, step, edits), ...edits.flatMap((edit) => usesOfEdit(tree, edit))];
  const elsewhere = edits.flatMap((edit) => usesOfEdit(tree, edit)).find(({ node }) => !findingCallOf(node));
  if (elsewhere) return `${placeOf(elsewhere)} uses the same text for something else`;
  const asserted = candidate.isTextDerived
    ? [{ node: step.call.expression }, ...uses].find(({ node }) => assertsText(node))
    : undefined;
  if (asserted) return 'the step asserts the text that the locator would ask for';
  const objections = objectionsTo(tree, file, edits);
  if (objections.length > 0) return objections.join(' ');
  return {
    patch: patchOf(tree, file, edits, `Use ${candidate.locator} in place of ${writtenAs(step)}`),
    alsoUsedAt: uses.map(({ location }) => location).filter((one) => !isStep(tree, step, one)),
  };
}

function placeOf({ location }: OtherUse): string {
  return `${location.file}:${location.line}`;
}

function writtenAs({ locator }: WrittenStep): string {
  const calls = locator.calls.flatMap(({ call }) => call ?? []);
  return calls.length === locator.calls.length ? renderLocator(calls) : 'the locator that finds nothing';
}

function isStep(tree: SourceTree, { call }: WrittenStep, { file, line }: SourceLocation): boolean {
  const source = call.getSourceFile();
  const [from, to] = [call.getStart(), call.getEnd()].map((at) => source.getLineAndCharacterOfPosition(at).line + 1);
  return file === tree.fileOf(call) && from !== undefined && to !== undefined && line >= from && line <= to;
}

function patchOf(tree: SourceTree, file: string, edits: readonly LocatedEdit[], summary: string): Patch {
  const lead = tree.leadOf(file);
  const moved = edits.map(({ edit }) => ({ ...edit, start: edit.start + lead, end: edit.end + lead }));
  return { file, edits: moved, summary, safety: 'suggestion' };
}

/** Uses of what is edited by the names that the locator was followed through. */
function sharedUsesOf(tree: SourceTree, { locator }: WrittenStep, edits: readonly LocatedEdit[]): readonly OtherUse[] {
  const edited = new Set(
    edits.flatMap(({ at, constant }) => innermostAround(constant?.constant ?? at, locator.calls) ?? []),
  );
  const names = locator.through.flatMap((node) => nameOf(node) ?? []);
  const uses = new Map<string, readonly OtherUse[]>();
  // What uses it may give it on under a name of its own.
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (uses.has(name)) continue;
    const found = usesOfLocator(tree, name, edited);
    uses.set(name, found);
    names.push(...found.flatMap(({ node }) => nameText(ancestorOf(node, isNamedGiver)?.name) ?? []));
  }
  return [...uses.values()].flat();
}

/** What may give a locator to others under its name. */
function isNamedGiver(
  node: ts.Node,
): node is
  | ts.PropertyDeclaration
  | ts.GetAccessorDeclaration
  | ts.MethodDeclaration
  | ts.FunctionDeclaration
  | ts.VariableDeclaration
  | ts.PropertyAssignment {
  return (
    ts.isPropertyDeclaration(node) ||
    ts.isGetAccessorDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyAssignment(node)
  );
}

/** The call that a node is a part of; a chain is one call around the other. */
function innermostAround(at: ts.Node, calls: WrittenStep['locator']['calls']): ts.Node | undefined {
  const around = calls.flatMap(({ node }) => (isWithin(at, node) ? [node] : []));
  return around.toSorted((a, b) => a.getWidth() - b.getWidth())[0];
}

function usesOfEdit(tree: SourceTree, { constant }: LocatedEdit): readonly OtherUse[] {
  const name = constant?.constant && nameOf(constant.constant);
  return constant && name !== undefined ? usesOfConstant(tree, name, constant.node) : [];
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node)) return calledName(node);
  return ts.isExpression(node) ? memberAccessOf(node)?.name : undefined;
}

function objectionsTo(tree: SourceTree, file: string, edits: readonly LocatedEdit[]): readonly string[] {
  const before = tree.source(file)?.text ?? '';
  const after = applyPatchToText(before, {
    file,
    edits: edits.map(({ edit }) => edit),
    summary: '',
    safety: 'suggestion',
  });
  return fixObjectionsOf({ file, before, after, changes: 'locators' });
}
