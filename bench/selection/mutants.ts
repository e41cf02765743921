import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { pick, randomOf } from '../history/random.ts';
import type { Clone } from './clone.ts';
import { type Replay, failToPassOf, isTestPath, planOf } from './replay.ts';
import { type FileResult, listVitest, runVitest } from './run-vitest.ts';

/** A change of one function, such as a slip of the hand makes it. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly what: 'condition negated' | 'constant changed' | 'returns at once';
  readonly text: string;
}

/** How long the suite may take without a mutant. */
const longestSuiteMs = 600_000;

/** A mutant that loops for ever is left out: the suite has a minute, or three times what it takes without one. */
const leastLimitMs = 60_000;

/** What the suite says without a change. */
export interface SteadySuite {
  readonly files: readonly FileResult[];
  /** What it takes, started and ended, in milliseconds. */
  readonly wallMs: number;
}

/** Draws changes of functions in the sources of a repository: one a function, the same for the same seed. */
export async function drawMutants(
  { root, git }: Clone,
  { count, seed, only }: { readonly count: number; readonly seed: number; readonly only: string },
): Promise<readonly Mutant[]> {
  const files = (await git('ls-files'))
    .split('\n')
    .filter((file) => file.startsWith(only) && /\.[cm]?[jt]sx?$/.test(file) && !isTestPath(file))
    .filter(
      (file) => !/\.d\.[cm]?ts$|\.config\.[cm]?[jt]s$|(?:^|\/)(?:bench(?:marks?)?|docs|scripts|examples)\//.test(file),
    );
  const functions = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return mutantsByFunction(file, text);
  });
  const random = randomOf(seed);
  const drawn: Mutant[] = [];
  for (const left = [...functions]; drawn.length < count && left.length > 0;) {
    const [mutants = []] = left.splice(Math.floor(random() * left.length), 1);
    drawn.push(pick(random, mutants));
  }
  return drawn;
}

/** For each function with a body, what a slip can make of it. Functions in it are functions of their own. */
function mutantsByFunction(file: string, text: string): readonly (readonly Mutant[])[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutant[][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const mutants = mutantsOf(source, file, node.body);
      if (mutants.length > 0) found.push(mutants);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function mutantsOf(source: ts.SourceFile, file: string, body: ts.ConciseBody): Mutant[] {
  const mutants: Mutant[] = [];
  const add = (what: Mutant['what'], start: number, end: number, written: string): void => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ file, line, what, text: source.text.slice(0, start) + written + source.text.slice(end) });
  };
  if (ts.isBlock(body) && body.statements.length > 0) {
    const start = body.statements[0]?.getStart(source) ?? body.end - 1;
    add('returns at once', start, start, 'if (Date.now() > 0) return undefined; ');
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isFunctionLike(node)) return;
    const condition = ts.isIfStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
    if (condition)
      add('condition negated', condition.getStart(source), condition.end, `!(${condition.getText(source)})`);
    const constant = ts.isExpression(node) ? otherConstantOf(node) : undefined;
    if (constant !== undefined) add('constant changed', node.getStart(source), node.end, constant);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return mutants;
}

function otherConstantOf(node: ts.Expression): string | undefined {
  if (ts.isNumericLiteral(node)) return `(${node.text} + 1)`;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  const isName = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
  return ts.isStringLiteral(node) && !isName && !ts.isCaseClause(node.parent)
    ? JSON.stringify(`${node.text}~`)
    : undefined;
}

/** What the suite says without a change: tests that do not always pass are left out. */
export async function runSteadily(root: string, args: readonly string[]): Promise<SteadySuite | undefined> {
  const startedAt = performance.now();
  const first = await runVitest(root, args, longestSuiteMs);
  const wallMs = performance.now() - startedAt;
  const second = await runVitest(root, args, longestSuiteMs);
  if (!first || !second) return undefined;
  const again = new Map(second.map((result) => [result.file, result.tests]));
  const files = first.map((result) => ({
    ...result,
    tests: new Map([...result.tests].filter(([name, passed]) => passed && again.get(result.file)?.get(name) === true)),
  }));
  return { files, wallMs };
}

/** Plans and runs with a mutant in place, and takes it out again; undefined when the suite does not end with it. */
export async function replayMutant(
  { root, git }: Clone,
  mutant: Mutant,
  { good, args }: { readonly good: SteadySuite; readonly args: readonly string[] },
): Promise<Replay | undefined> {
  writeFileSync(join(root, mutant.file), mutant.text);
  try {
    const plan = await planOf(root, 'HEAD');
    const related = await listVitest(root, ['--changed', ...args]);
    const bad = await runVitest(root, args, Math.max(leastLimitMs, Math.ceil(3 * good.wallMs)));
    if (!plan || !bad) return undefined;
    return {
      commit: { id: `${mutant.file}:${mutant.line}`, subject: mutant.what, sources: [mutant.file] },
      files: good.files,
      failToPass: failToPassOf(bad, good.files),
      choices: new Map([
        ['ours', plan.chosen],
        ...(related ? [['vitest --changed', new Set(related)] as const] : []),
        ['run all', new Set(good.files.map(({ file }) => file))],
      ]),
      plan,
    };
  } finally {
    await git('checkout', '--quiet', '--', mutant.file);
  }
}
