import type { SourceLocation } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, nameText } from '../../syntax/call.ts';
import { locationOf } from '../../syntax/location.ts';
import { walk } from '../../syntax/walk.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

/** A fixture or hook that failed: its place, for the tests behind it were not judged. */
export const brokenFixture: SuggestionRule = {
  name: 'broken-fixture',
  suggest: (subject) => {
    const { cause, features, tree } = subject;
    const { phase } = features;
    const isFixture = phase?.part === 'fixture' && phase.name !== undefined;
    if (isFixture) {
      const found = fixtureOf(subject, phase.name ?? '');
      return [
        {
          summary: `Mend the fixture "${phase.name}"${found === undefined ? '' : ' where it is defined'}: ${renderedTests(subject)} wait behind it.`,
          risk: 'medium',
          ...(found === undefined ? locationPart(cause.location) : { location: found }),
          evidence: [`The fixture "${phase.name}" failed before its tests began.`],
        },
      ];
    }
    const around =
      cause.location === undefined ? undefined : fixtureAround(tree.source(cause.location.file), cause.location);
    if (around === undefined || cause.location === undefined) return [];
    return [
      {
        summary: `Mend the ${around}: ${renderedTests(subject)} failed in it and not in a test.`,
        risk: 'medium',
        location: cause.location,
        evidence: [`The failing line stands in the ${around}.`],
      },
    ];
  },
};

function locationPart(location: SourceLocation | undefined): { readonly location?: SourceLocation } {
  return location === undefined ? {} : { location };
}

function renderedTests({ cause }: FixSubject): string {
  return cause.tests.length === 1 ? '1 test' : `${cause.tests.length} tests`;
}

/** Fixtures lie beside tests. Each file has to be parsed, and a large project has thousands. */
const namedLikeTests = /fixture|test|spec|support|helper|setup|e2e/iu;
const mostFiles = 300;

/** Where a fixture of that name is defined: a property of what is passed to `extend`. */
function fixtureOf({ tree, cause }: FixSubject, name: string): SourceLocation | undefined {
  const likely = tree.files.filter((file) => namedLikeTests.test(file)).slice(0, mostFiles);
  for (const file of new Set([...cause.example.frames.map((frame) => frame.file), ...likely])) {
    const source = tree.source(file);
    if (source === undefined || !source.text.includes('extend') || !source.text.includes(name)) continue;
    const property = fixturesIn(source).find((one) => nameText(one.name) === name);
    if (property !== undefined) return locationOf(file, property);
  }
  return undefined;
}

function fixturesIn(source: ts.SourceFile): readonly (ts.PropertyAssignment | ts.MethodDeclaration)[] {
  const found: (ts.PropertyAssignment | ts.MethodDeclaration)[] = [];
  walk(source, (node) => {
    if (!ts.isCallExpression(node) || calledName(node) !== 'extend') return;
    for (const argument of node.arguments)
      if (ts.isObjectLiteralExpression(argument))
        for (const property of argument.properties)
          if (ts.isPropertyAssignment(property) || ts.isMethodDeclaration(property)) found.push(property);
  });
  return found;
}

/** The fixture or hook whose code a line belongs to, as `fixture "x"` or `beforeEach hook`. */
function fixtureAround(source: ts.SourceFile | undefined, { line }: SourceLocation): string | undefined {
  if (source === undefined) return undefined;
  const spans = (node: ts.Node): boolean =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line < line &&
    source.getLineAndCharacterOfPosition(node.getEnd()).line + 1 >= line;
  const fixture = fixturesIn(source).find(spans);
  if (fixture !== undefined) return `fixture "${nameText(fixture.name)}"`;
  let hook: string | undefined;
  walk(source, (node) => {
    if (ts.isCallExpression(node) && /^(?:before|after)(?:All|Each)$/u.test(calledName(node)) && spans(node))
      hook = calledName(node);
  });
  return hook === undefined ? undefined : `${hook} hook`;
}
