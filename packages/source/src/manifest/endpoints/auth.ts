import type { Endpoint } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, dottedName } from '../../syntax/call.ts';
import { type FunctionNode, isFunctionNode } from '../../syntax/functions.ts';
import { stringsIn } from '../../syntax/static-text.ts';
import { unwrapped, walk } from '../../syntax/walk.ts';
import type { SourceTree } from '../../tree/source-tree.ts';
import { functionOf } from '../../tree/values.ts';

type Auth = Endpoint['auth'];

/** Names of middleware that let only known users pass. `author` and `optionalAuth` are none. */
const AUTH_NAME =
  /auth(?!ors?(?![a-z]))|jwt|passport|session|logged|login|signed_?in|guard|protect|permission|role|acl\b|verify_?token|bearer|api_?key|^(?:require|ensure|only|is)_?(?:user|admin|staff|member|owner)/iu;
const NOT_AUTH =
  /optional|anonymous|^(?:no|skip|without)_?auth|public|rate|cookie_?session|^session$|express_?session|^(?:login|logout)$/iu;

/** Calls inside a handler that refuse an unknown user. */
const AUTH_CHECK =
  /^(?:require|ensure|assert|authorize|authenticate|must|check|verify)\w*(?:auth|user|role|admin|login|session|token|permission|jwt)\w*$|^(?:authenticate|authorize|getServerSession|jwtVerify|requireAuth)$/iu;

/** A middleware is named for what it lets pass; these words say that a call names roles. */
const ROLE_NAME = /role|permission|authorize|allow|restrict|admin|scope|acl|grant|auth/iu;

/** What an expression in a middleware position says of authentication. */
export function authOfMiddleware(tree: SourceTree, expression: ts.Expression): Auth | undefined {
  const node = unwrapped(expression);
  if (ts.isArrayLiteralExpression(node))
    return mergeAuth(node.elements.map((element) => authOfMiddleware(tree, element)));
  if (isFunctionNode(node)) return letsGuestsPass(node) ? undefined : authOfBody(tree, node);
  const callee = ts.isCallExpression(node) ? node.expression : node;
  const names = dottedName(callee);
  if (!names.some((part) => AUTH_NAME.test(part)) || names.some((part) => NOT_AUTH.test(part))) return undefined;
  const declared = functionOf(tree, callee);
  if (declared && letsGuestsPass(declared)) return undefined;
  const name = names.at(-1) ?? '';
  const called = ts.isCallExpression(node) && ROLE_NAME.test(name) && name !== 'authenticate' ? rolesIn(node) : [];
  return { required: true, roles: called.length > 0 ? called : roleInName(name), evidence: evidenceOf(node) };
}

function evidenceOf(node: ts.Node): string {
  return node.getText().replaceAll(/\s+/gu, ' ').slice(0, 120);
}

function rolesIn(call: ts.CallExpression): string[] {
  return call.arguments.flatMap((argument) => {
    const node = unwrapped(argument);
    if (ts.isObjectLiteralExpression(node))
      return node.properties.flatMap((one) =>
        ts.isPropertyAssignment(one) && /role|permission|scope/iu.test(one.name.getText())
          ? stringsIn(one.initializer)
          : [],
      );
    if (ts.isPropertyAccessExpression(node)) return [node.name.text];
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((element) =>
        ts.isPropertyAccessExpression(element) ? [element.name.text] : stringsIn(element),
      );
    return stringsIn(node);
  });
}

function roleInName(name: string): string[] {
  const match = /^(?:require|ensure|only|is)_?(admin|staff|owner|manager)/iu.exec(name);
  return match?.[1] ? [match[1].toLowerCase()] : [];
}

/** What a handler's own calls say: `requireUser(req)`, `await authorize(c, 'admin')`. */
export function authOfBody(tree: SourceTree, handler: FunctionNode): Auth | undefined {
  const found: Auth[] = [];
  walk(handler, (node) => {
    if (!ts.isCallExpression(node)) return;
    const name = calledName(node);
    const checker = AUTH_CHECK.test(name) ? undefined : requestTaker(tree, node);
    if (checker && REFUSES_UNKNOWN.test(checker.getText()))
      found.push({ required: true, roles: [], evidence: node.getText().replaceAll(/\s+/gu, ' ').slice(0, 120) });
    if (AUTH_CHECK.test(name) && !NOT_AUTH.test(name)) {
      const roles = rolesIn(node);
      found.push({
        required: true,
        roles: roles.length > 0 ? roles : roleInName(name),
        evidence: node.getText().replaceAll(/\s+/gu, ' ').slice(0, 120),
      });
    }
  });
  return mergeAuth(found);
}

/** A refusal of a user that is not known: `throw unauthorized()`, `throw new HttpError(401)`. */
const REFUSES_UNKNOWN = /throw\s+(?:new\s+)?\w*(?:unauthori[sz]ed|unauthenticated|notLoggedIn)|throw[^;]*\b401\b/iu;

/** The project function that a call hands the request to: `userOf(req)`. */
function requestTaker(tree: SourceTree, call: ts.CallExpression): FunctionNode | undefined {
  const takes = call.arguments.some(
    (argument) => ts.isIdentifier(argument) && /^(?:req|request|ctx|c|context)$/u.test(argument.text),
  );
  return takes ? functionOf(tree, call.expression) : undefined;
}

/**
 * Whether a middleware that the project itself declares only looks who is there: it goes on when nobody is
 * (`if (!token) return next()`), or it has no way to refuse.
 */
function letsGuestsPass(declared: FunctionNode): boolean {
  const text = declared.getText();
  if (
    !/\b40[13]\b|unauthori[sz]ed|forbidden|unauthenticated|throw\b|reject|redirect|next\(\s*[\w(]|fail|deny|raise/iu.test(
      text,
    )
  )
    return /\bnext\(\s*\)/u.test(text);
  let passes = false;
  walk(declared, (node) => {
    if (
      ts.isIfStatement(node) &&
      isAbsence(node.expression) &&
      /^\{?\s*(?:return\s+|await\s+)*next\(\s*\)/u.test(node.thenStatement.getText())
    )
      passes = true;
  });
  return passes;
}

/** `!token`, `token === undefined`, `token == null`. */
function isAbsence(condition: ts.Expression): boolean {
  const node = unwrapped(condition);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken;
  return (
    ts.isBinaryExpression(node) &&
    /^={2,3}$/u.test(node.operatorToken.getText()) &&
    /^(?:undefined|null|''|"")$/u.test(node.right.getText())
  );
}

/** Everything several guards ask for together; `undefined` when none asks for anything. */
export function mergeAuth(parts: readonly (Auth | undefined)[]): Auth | undefined {
  const told = parts.filter((part) => part !== undefined);
  if (told.length === 0) return undefined;
  const evidence = [...new Set(told.flatMap((part) => part.evidence ?? []))].join(', ');
  return {
    required: told.some((part) => part.required),
    roles: [...new Set(told.flatMap((part) => part.roles))],
    ...(evidence && { evidence }),
  };
}

export const NO_AUTH: Auth = { required: false, roles: [] };
