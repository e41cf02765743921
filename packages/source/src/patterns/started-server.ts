import { ts } from 'ts-morph';

import { calledName, receiverOf } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
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
  return (
    isServer(context, receiver) ||
    (ts.isIdentifier(receiver) && APP_NAME.test(receiver.text) && call.arguments.length > 0)
  );
}

/** Whether a value is a server of a package that makes them. */
function isServer(context: PatternContext, expression: ts.Expression): boolean {
  const origin = valueOriginOf(context, expression);
  return origin !== undefined && SERVERS.test(origin.module) && MAKERS.test(origin.name);
}

/** `new WebSocketServer({ port })`. */
export function isNewServer(context: PatternContext, node: ts.NewExpression): boolean {
  const origin = valueOriginOf(context, node.expression);
  return (
    origin !== undefined && /^(?:ws|socket\.io|mock-socket)$/u.test(origin.module) && origin.name.endsWith('Server')
  );
}

/** The value of a number, in place or behind a constant. */
export function numberBehind(expression: ts.Expression | undefined): number | undefined {
  if (!expression) return undefined;
  const node = initializerOf(expression) ?? unwrapped(expression);
  return ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}
