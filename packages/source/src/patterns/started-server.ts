import { ts } from 'ts-morph';

import { calledName, nameText, propertyOf, receiverOf } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import { valueNodeOf } from '../tree/values.ts';
import { initializerOf, type PatternContext } from './pattern-context.ts';
import { valueOriginOf } from './value-origin.ts';

const SERVERS =
  /^(?:(?:node:)?(?:https?|http2|net|tls)|express|fastify|koa|@hapi\/hapi|restify|polka|connect|ws|socket\.io|@hono\/node-server|json-server|@nestjs\/core|msw\/node|vite|mock-socket|apollo-server|@apollo\/server)$/u;
const MAKERS =
  /^(?:createServer|createSecureServer|setupServer|serve|default|express|fastify|Fastify|polka|\*|Server|WebSocketServer|NestFactory|preview)$/u;
const APP_NAME = /^(?:app|server|api|fastify|httpServer|apiServer|mockServer|backend|proxy)$/u;

/** Whether a call starts to listen: `createServer(…).listen(…)`, `app.listen(3000)`, `serve({ … })`. */
export function isListen(context: PatternContext, call: ts.CallExpression): boolean {
  const receiver = receiverOf(call);
  if (calledName(call) !== 'listen' || !receiver) return false;
  return isServer(context, receiver) || isNamedAsServer(context, receiver, call.arguments[0]);
}

/** Whether a value is a server of a package that makes them. */
function isServer(context: PatternContext, expression: ts.Expression): boolean {
  const origin = valueOriginOf(context, expression);
  return origin !== undefined && SERVERS.test(origin.module) && MAKERS.test(origin.name);
}

/** `app.listen(3000)` of something that comes from elsewhere. What is made to look like a server is none, nor is a store that one listens to. */
function isNamedAsServer(context: PatternContext, receiver: ts.Expression, first: ts.Expression | undefined): boolean {
  if (!ts.isIdentifier(receiver) || !APP_NAME.test(receiver.text) || !first || !mayBePort(unwrapped(first)))
    return false;
  const made = initializerOf(receiver);
  if (made && /\b(?:mock|fake|stub|spy|fn)|(?:Mock|Fake|Stub)/u.test(made.getText())) return false;
  const value = valueNodeOf(context.tree, receiver);
  if (!value || !ts.isNewExpression(value)) return !value || !ts.isObjectLiteralExpression(value);
  const declared = valueNodeOf(context.tree, value.expression);
  return (
    !declared ||
    !ts.isClassLike(declared) ||
    declared.members.some((one) => /^(?:close|stop)$/u.test(nameText(one.name) ?? ''))
  );
}

/** A number, something called a port, options with one, or the path of a socket; not a callback or the name of an event. */
function mayBePort(first: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(first)) return ['port', 'host', 'path', 'fd'].some((one) => propertyOf(first, one));
  if (ts.isStringLiteralLike(first)) return /[./\\]|^\d+$/u.test(first.text);
  return (
    ts.isNumericLiteral(initializerOf(first) ?? first) || /port|sock|address|options|config/iu.test(first.getText())
  );
}

/** `new WebSocketServer({ port })`; one that joins the server of somebody else opens nothing itself. */
export function isNewServer(context: PatternContext, node: ts.NewExpression): boolean {
  const origin = valueOriginOf(context, node.expression);
  if (!origin || !origin.name.endsWith('Server')) return false;
  const first = node.arguments?.[0] && unwrapped(node.arguments[0]);
  if (origin.module === 'mock-socket') return true;
  if (origin.module === 'socket.io') return first !== undefined && ts.isNumericLiteral(initializerOf(first) ?? first);
  return (
    origin.module === 'ws' &&
    first !== undefined &&
    ts.isObjectLiteralExpression(first) &&
    propertyOf(first, 'port') !== undefined
  );
}

/** The value of a number, in place or behind a constant. */
export function numberBehind(expression: ts.Expression | undefined): number | undefined {
  if (!expression) return undefined;
  const node = initializerOf(expression) ?? unwrapped(expression);
  return ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}
