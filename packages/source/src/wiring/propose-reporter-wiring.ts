import type { Patch, TextEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { declarationOf } from '../syntax/scope.ts';
import { walk } from '../syntax/walk.ts';
import { applyPatchToText } from '../patch/apply-patch.ts';
import { type ConfigObject, configObjectOf, objectBehind, shortText, spreadBrings } from './config-object.ts';
import { addReporter, type ReporterSyntax, separatorBefore, type ValueEdits } from './reporter-value.ts';

/** A runner's configuration file. */
export interface WiringRequest {
  /** As the patch shall name it. */
  readonly path: string;
  readonly text: string;
  readonly runner: 'playwright' | 'vitest';
}

/** What to do with it. */
export type WiringProposal =
  | { readonly kind: 'wired'; readonly patch: Patch }
  | { readonly kind: 'already' }
  | { readonly kind: 'unsupported'; readonly reason: string; readonly manualInstruction: string };

const PACKAGES = { playwright: '@millwright/playwright', vitest: '@millwright/vitest' } as const;

/**
 * Proposes the edit that adds our reporter to a configuration. Every reporter that the file names stays, and where it
 * names none the runner's own default does. Pure; a configuration that cannot be understood is `unsupported`, with the line to add by hand.
 */
export function proposeReporterWiring(request: WiringRequest): WiringProposal {
  const source = ts.createSourceFile(request.path, request.text, ts.ScriptTarget.Latest, true);
  if (hasSyntaxError(source)) return unsupported(request, 'it has a syntax error');
  if (mentionsPackage(source, PACKAGES[request.runner])) return { kind: 'already' };
  if (/(?:^|[\\/])vitest\.workspace\./u.test(request.path))
    return unsupported(request, 'reporters belong into the root configuration, not into a workspace file');
  const result = request.runner === 'playwright' ? wirePlaywright(source) : wireVitest(source);
  if ('reason' in result) return unsupported(request, result.reason);
  const patch: Patch = {
    file: request.path,
    edits: result.edits,
    summary: `Add the reporter ${PACKAGES[request.runner]}.`,
    safety: 'safe',
  };
  return isSound(request, patch) ? { kind: 'wired', patch } : unsupported(request, 'the edited file would not parse');
}

function unsupported(request: WiringRequest, reason: string): WiringProposal {
  const line =
    request.runner === 'playwright'
      ? "reporter: [['list'], ['@millwright/playwright']]"
      : "test: { reporters: ['default', ...(process.env.GITHUB_ACTIONS === 'true' ? ['github-actions'] : []), '@millwright/vitest'] }";
  return {
    kind: 'unsupported',
    reason: `${request.path} cannot be edited safely: ${reason}.`,
    manualInstruction: `Add our reporter beside the ones you have: \`${line}\`.`,
  };
}

function hasSyntaxError(source: ts.SourceFile): boolean {
  return ((source as unknown as { parseDiagnostics?: readonly unknown[] }).parseDiagnostics ?? []).length > 0;
}

function mentionsPackage(source: ts.SourceFile, name: string): boolean {
  let found = false;
  walk(source, (node) => {
    if (ts.isStringLiteralLike(node) && (node.text === name || node.text.startsWith(`${name}/`))) found = true;
    return !found;
  });
  return found;
}

/** The edit must give a file that parses and that names our package. */
function isSound(request: WiringRequest, patch: Patch): boolean {
  const after = ts.createSourceFile(request.path, applyPatchToText(request.text, patch), ts.ScriptTarget.Latest, true);
  return !hasSyntaxError(after) && mentionsPackage(after, PACKAGES[request.runner]);
}

function wirePlaywright(source: ts.SourceFile): ValueEdits {
  const quote = quoteOf(source);
  const config = configObjectOf(source);
  if ('reason' in config) return config;
  const defaultEntry = `[process.env.CI ? ${quote}dot${quote} : ${quote}list${quote}]`;
  const below = mergedBelow(source, config, ['reporter']);
  if ('reason' in below) return below;
  return addToObject(source, below.object, 'reporter', {
    entry: `[${quote}${PACKAGES.playwright}${quote}]`,
    defaultEntry,
    wrap: (text) => `[${text}]`,
  });
}

function wireVitest(source: ts.SourceFile): ValueEdits {
  const quote = quoteOf(source);
  const config = configObjectOf(source);
  if ('reason' in config) return config;
  const syntax: ReporterSyntax = {
    entry: `${quote}${PACKAGES.vitest}${quote}`,
    // On GitHub Actions Vitest adds a second reporter, but only to reporters that nobody named.
    defaultEntry: `${quote}default${quote}, ...(process.env.GITHUB_ACTIONS === ${quote}true${quote} ? [${quote}github-actions${quote}] : [])`,
    wrap: (text) => text,
  };
  const below = mergedBelow(source, config, ['test', 'reporters']);
  if ('reason' in below) return below;
  const section = propertyNamed(below.object, 'test');
  if (!section) {
    const lost = blockedBySpread(below.object, 'test');
    if (lost) return lost;
    const added = insertProperty(below.object, `test: { reporters: [${syntax.defaultEntry}, ${syntax.entry}] }`);
    return { edits: [...typesReference(source, quote), ...added] };
  }
  if (!ts.isPropertyAssignment(section) && !ts.isShorthandPropertyAssignment(section))
    return { reason: 'its `test` section is not a plain property' };
  const inner = objectBehind(source, ts.isPropertyAssignment(section) ? section.initializer : section.name, 0);
  return 'reason' in inner ? inner : addToObject(source, inner.object, 'reporters', syntax);
}

/** The object to edit when several are merged: the one that names reporters, else the last. */
function mergedBelow(
  source: ts.SourceFile,
  config: { readonly object: ts.ObjectLiteralExpression; readonly below?: readonly ts.Expression[] },
  path: readonly string[],
): ConfigObject {
  if (!config.below?.length || hasPath(source, config.object, path)) return config;
  for (const expression of config.below) {
    const other = objectBehind(source, expression, 0);
    if ('object' in other) {
      if (hasPath(source, other.object, path)) return other;
    } else if (path[0] === 'reporter' || /vitest/iu.test(importOf(source, expression))) {
      return { reason: `it builds on \`${shortText(expression)}\`, which may name reporters of its own` };
    }
  }
  return config;
}

function hasPath(source: ts.SourceFile, object: ts.ObjectLiteralExpression, path: readonly string[]): boolean {
  const [name = '', ...rest] = path;
  const property = propertyNamed(object, name);
  if (!property || rest.length === 0) return property !== undefined;
  const inner = ts.isPropertyAssignment(property) ? objectBehind(source, property.initializer, 0) : undefined;
  return inner !== undefined && 'object' in inner && hasPath(source, inner.object, rest);
}

/** The module that a name is imported from; an empty text when it is not imported. */
function importOf(source: ts.SourceFile, expression: ts.Expression): string {
  const declaration = ts.isIdentifier(expression) ? declarationOf(expression) : undefined;
  for (let node: ts.Node | undefined = declaration; node; node = node.parent)
    if (ts.isImportDeclaration(node) && ts.isStringLiteralLike(node.moduleSpecifier)) return node.moduleSpecifier.text;
  return '';
}

/** `defineConfig` of Vite does not know the `test` section without Vitest's types. */
function typesReference(source: ts.SourceFile, quote: string): TextEdit[] {
  const isTypeScript = /\.[cm]?ts$/u.test(source.fileName);
  const fromVite = source.statements.some(
    (one) =>
      ts.isImportDeclaration(one) && ts.isStringLiteralLike(one.moduleSpecifier) && one.moduleSpecifier.text === 'vite',
  );
  if (!isTypeScript || !fromVite || /reference types=["']vitest/u.test(source.text)) return [];
  const start = /^\uFEFF?(?:#![^\n]*\n)?/u.exec(source.text)?.[0].length ?? 0;
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  return [{ start, end: start, newText: `/// <reference types=${quote}vitest/config${quote} />${newline}` }];
}

function addToObject(
  source: ts.SourceFile,
  object: ts.ObjectLiteralExpression,
  name: string,
  syntax: ReporterSyntax,
): ValueEdits {
  const property = propertyNamed(object, name);
  if (!property)
    return (
      blockedBySpread(object, name) ?? {
        edits: insertProperty(object, `${name}: [${syntax.defaultEntry}, ${syntax.entry}]`),
      }
    );
  const later = object.properties.slice(object.properties.indexOf(property) + 1).filter(ts.isSpreadAssignment);
  if (later.some((spread) => spreadBrings(spread, name) !== false))
    return { reason: `what is spread after \`${name}\` may replace it` };
  if (ts.isPropertyAssignment(property)) return addReporter(property.initializer, syntax);
  if (!ts.isShorthandPropertyAssignment(property)) return { reason: `its \`${name}\` is not a plain property` };
  const added = addReporter(property.name, syntax);
  if ('reason' in added) return added;
  return { edits: added.edits.map(({ start, end, newText }) => ({ start, end, newText: `${name}: ${newText}` })) };
}

function propertyNamed(object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined {
  return object.properties.findLast(
    (one) =>
      one.name !== undefined &&
      (ts.isIdentifier(one.name) || ts.isStringLiteralLike(one.name)) &&
      one.name.text === name,
  );
}

/** A property that a spread brings must not be replaced by a new one. */
function blockedBySpread(object: ts.ObjectLiteralExpression, name: string): { readonly reason: string } | undefined {
  const spread = object.properties.filter(ts.isSpreadAssignment).find((one) => spreadBrings(one, name) !== false);
  return spread && { reason: `\`${spread.getText().slice(0, 40)}\` may already bring \`${name}\`` };
}

function insertProperty(object: ts.ObjectLiteralExpression, text: string): TextEdit[] {
  const last = object.properties.at(-1);
  if (!last) return [{ start: object.getStart() + 1, end: object.getStart() + 1, newText: ` ${text} ` }];
  return [{ start: last.getEnd(), end: last.getEnd(), newText: `,${separatorBefore(last, object)}${text}` }];
}

function quoteOf(source: ts.SourceFile): string {
  const double = source.text.split('"').length;
  return double > source.text.split("'").length ? '"' : "'";
}
