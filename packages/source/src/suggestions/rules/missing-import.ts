import { type SourceLocation, nearestNameOf } from '@millwright/core';
import { posix as path } from 'node:path';
import { ts } from 'ts-morph';

import { locationOf } from '../../syntax/location.ts';
import { walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { quotedLike, replacementOf } from '../edit.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

const unresolved =
  /(?:Cannot find (?:module|package)|Failed to resolve import|Failed to load url|Could not resolve) ["']?([^"'\s]+)["']?/u;

/** An import that leads nowhere: the file of nearly that name, or the package to install. */
export const missingImport: SuggestionRule = {
  name: 'missing-import',
  suggest: (subject) => {
    if (subject.cause.cause !== 'syntax') return [];
    const told = unresolved.exec(subject.features.told)?.[1];
    const place = told === undefined ? undefined : importOf(subject, told);
    if (place === undefined) return [];
    const { literal, location } = place;
    const specifier = literal.text;
    if (!specifier.startsWith('.')) return [packageOf(specifier, location)];
    const near = nearestFileOf(subject.tree, location.file, specifier);
    if (near === undefined)
      return [
        {
          summary: `Create \`${path.join(path.dirname(location.file), specifier)}\`, or mend the import: no file of nearly this name was found.`,
          risk: 'medium',
          location,
          evidence: [`\`${location.file}\` imports \`${specifier}\`, which does not exist.`],
        },
      ];
    const summary = `Import \`${near.specifier}\`.`;
    return [
      {
        summary,
        risk: 'medium',
        location,
        evidence: [`\`${specifier}\` does not exist, and \`${near.file}\` does.`],
        patch: replacementOf(subject.tree, literal, quotedLike(literal, near.specifier), summary),
      },
    ];
  },
};

function packageOf(specifier: string, location: SourceLocation) {
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return {
    summary: `Install \`${name}\`, or build it when it is a package of this repository.`,
    risk: 'medium' as const,
    location,
    evidence: [`\`${location.file}\` imports \`${specifier}\`, which is not installed.`],
    command: `npm install --save-dev ${name}`,
  };
}

/** The import that failed, in the files that the failure names. Paths are told in full, as written, or without their ending. */
function importOf(
  { cause, tree }: FixSubject,
  told: string,
): { readonly literal: ts.StringLiteralLike; readonly location: SourceLocation } | undefined {
  const files = [
    ...(cause.location ? [cause.location.file] : []),
    ...cause.example.frames.map(({ file }) => file),
    ...tree.files.filter((file) => cause.example.message.includes(file)),
  ];
  for (const file of new Set(files)) {
    const literal = importsOf(tree.source(file)).find(({ text }) => isMeant(tree, file, text, told));
    if (literal !== undefined) return { literal, location: locationOf(file, literal) };
  }
  return undefined;
}

function isMeant(tree: SourceTree, file: string, specifier: string, told: string): boolean {
  if (specifier === told) return true;
  if (!specifier.startsWith('.')) return false;
  const target = path.join(path.dirname(file), specifier);
  return path.normalize(told).endsWith(`/${target}`) || path.normalize(told) === `/${target}`;
}

function importsOf(source: ts.SourceFile | undefined): readonly ts.StringLiteralLike[] {
  const literals: ts.StringLiteralLike[] = [];
  if (source === undefined) return literals;
  walk(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) literals.push(specifier);
  });
  return literals;
}

function specifierOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (!ts.isCallExpression(node)) return undefined;
  const isLoading =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return isLoading ? node.arguments[0] : undefined;
}

const ending = /\.[cm]?[jt]sx?$/u;

/** The file that was most likely meant: of the same name elsewhere, else of nearly the same in the same folder. */
function nearestFileOf(
  tree: SourceTree,
  from: string,
  specifier: string,
): { readonly file: string; readonly specifier: string } | undefined {
  const target = path.join(path.dirname(from), specifier);
  const nameOf = (file: string): string => path.basename(file).replace(ending, '');
  const others = tree.files.filter((file) => file !== from);
  const moved = others.filter((file) => nameOf(file) === nameOf(target));
  const beside = others.filter((file) => path.dirname(file) === path.dirname(target));
  const near = nearestNameOf(nameOf(target), beside.map(nameOf));
  const file = moved.length === 1 ? moved[0] : beside.find((one) => nameOf(one) === near);
  if (file === undefined) return undefined;
  const relative = path.relative(path.dirname(from), file);
  const written = relative.startsWith('.') ? relative : `./${relative}`;
  const kept = ending.exec(specifier)?.[0] ?? '';
  // `./a.js` may stand for a.ts, as TypeScript has it.
  return { file, specifier: kept === '' ? written.replace(ending, '') : written.replace(ending, kept) };
}
