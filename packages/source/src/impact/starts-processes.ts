import { ts } from 'ts-morph';

import { walk } from '../syntax/walk.ts';
import { isTestName } from '../tests/find-test-files.ts';
import { TEST_FOLDER } from '../tests/test-folder.ts';
import type { ImpactGraph } from './impact-graph.ts';
import type { ModuleFacts } from './module-facts.ts';

const PROCESS_MODULE =
  /^(?:node:)?(?:child_process|cluster)$|^(?:execa|cross-spawn|tinyexec|nano-spawn|zx|shelljs|tinyspawn|nanoexec)$/u;

/** Programs that run none of the project's JavaScript. */
const OTHER_PROGRAM =
  /^(?:git|gh|tar|unzip|zip|curl|wget|docker|psql|sqlite3|ls|cat|cp|mv|rm|mkdir|chmod|touch|echo|sleep|kill|ps|which|uname|diff|patch|openssl|mkfifo)(?:\.exe)?(?:\s|$)/u;

const TEST_SUPPORT =
  /(?:^|\/)(?:__)?(?:fixtures?|helpers?|support|test-utils?|testing|utils)(?:__)?(?:\/|\.[cm]?[jt]s$)/u;

/**
 * Whether a test file, or what it loads of the folders that serve tests, starts a program that may run sources of the project: then its
 * imports do not show all that it executes.
 */
export function startsProcesses(graph: ImpactGraph, testFile: string): boolean {
  const seen = new Set([testFile]);
  const queue = [testFile];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const from = file;
    const facts = graph.factsOf(from);
    if (!facts) continue;
    if (startsProgram(facts)) return true;
    for (const target of [...facts.loads].flatMap((specifier) => graph.targetsOf(from, specifier))) {
      if (seen.has(target)) continue;
      seen.add(target);
      if (TEST_FOLDER.test(target) || isTestName(target) || TEST_SUPPORT.test(target)) queue.push(target);
    }
  }
  return false;
}

/** Any use of a function that starts programs counts, but a call with the name of a program that is surely another one. */
function startsProgram({ source, imports, loads }: ModuleFacts): boolean {
  const required = /\brequire\(\s*['"](?:node:)?child_process['"]/u.test(source.text);
  if (required || ![...loads].some((specifier) => PROCESS_MODULE.test(specifier))) return required;
  const starters = new Set(
    [...imports].filter(([, { specifier }]) => PROCESS_MODULE.test(specifier)).map(([local]) => local),
  );
  let found = false;
  walk(source, (node) => {
    if (found || !ts.isIdentifier(node) || !starters.has(node.text)) return;
    if (isNameInImport(node) || isPartOfType(node)) return;
    const program = programOf(node);
    found = program === undefined || !OTHER_PROGRAM.test(program);
  });
  return found;
}

function isNameInImport({ parent }: ts.Identifier): boolean {
  return ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent);
}

function isPartOfType({ parent }: ts.Identifier): boolean {
  return ts.isTypeNode(parent) || ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent);
}

/** The literal beginning of the command that a call or a tagged template starts. */
function programOf(node: ts.Identifier): string | undefined {
  const callee = ts.isPropertyAccessExpression(node.parent) ? node.parent : node;
  const { parent } = callee;
  if (ts.isTaggedTemplateExpression(parent) && parent.tag === callee) return headOf(parent.template);
  return ts.isCallExpression(parent) && parent.expression === callee ? headOf(parent.arguments[0]) : undefined;
}

function headOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text : undefined;
}
