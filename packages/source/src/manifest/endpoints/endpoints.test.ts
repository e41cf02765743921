import type { Endpoint } from '@millwright/core';
import { expect, test } from 'vitest';

import { writeProject } from '../../fixtures/written-project.ts';
import { readProjectManifest } from '../read-project-manifest.ts';

/** `GET /a/:id [auth admin] path:id query:q? body:X -> Y`, one line an endpoint. */
function line(endpoint: Endpoint): string {
  const parameters = endpoint.parameters.map((one) => `${one.in}:${one.name}${one.required ? '' : '?'}`);
  const auth = endpoint.auth.required ? [`[${['auth', ...endpoint.auth.roles].join(' ')}]`] : [];
  const types = [
    endpoint.requestType && `<${endpoint.requestType}>`,
    endpoint.responseType && `-> ${endpoint.responseType}`,
  ].filter(Boolean);
  return [endpoint.id, ...auth, ...parameters, ...types].join(' ');
}

async function endpointsOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  return (await readProjectManifest({ root: writeProject(files) })).endpoints.map(line);
}

test('Express: nested routers over files, route(), guards, types', async () => {
  const files = {
    'src/app.ts': `
      import express from 'express';
      import { api } from './api';
      import { registerHealth } from './health';
      const app = express();
      app.set('x', 1); app.get('x');
      registerHealth(app);
      app.use('/api', api);
      app.use('/admin', requireAuth, (() => { const r = express.Router(); r.get('/stats', (req, res) => res.json({})); return r; })());
      export default app;`,
    'src/api.ts': `
      import { Router } from 'express';
      import users from './users';
      import { PREFIX } from './prefix';
      export const api = Router();
      api.use(PREFIX, users);`,
    'src/prefix.ts': `export const PREFIX = '/v1/users';`,
    'src/users.ts': `
      import { Router, type Request, type Response } from 'express';
      import { create, type CreateUser } from './create';
      const router = Router();
      router.route('/').get(list).post(requireRole('admin', 'staff'), create);
      router.use(authenticateJwt);
      router.delete(['/:id', '/by-name/:name'], async (req, res) => { if (req.query.force || req.headers['x-reason']) return; });
      function list(req: Request, res: Response<User[]>) { const { page, size = 10 } = req.query; res.json([]); }
      export default router;`,
    'src/create.ts': `
      import type { Request } from 'express';
      export interface CreateUser { name: string; email?: string }
      export async function create(req: Request<{}, { id: string }, CreateUser>, res: any) { res.json({ id: '1' }); }`,
    'src/health.ts': `import type { Express } from 'express';\nexport function registerHealth(server: Express) { server.get('/health', (_req, res) => res.send('ok')); }`,
  };
  expect(await endpointsOf(files)).toEqual([
    'GET /admin/stats [auth]',
    'GET /api/v1/users query:page? query:size? -> User[]',
    'POST /api/v1/users [auth admin staff] body:name body:email? <CreateUser> -> { id: string }',
    'DELETE /api/v1/users/:id [auth] path:id query:force? header:x-reason?',
    'DELETE /api/v1/users/by-name/:name [auth] path:name query:force? header:x-reason?',
    'GET /health',
  ]);
});

test('Express in CommonJS, with routes in functions that take the app', async () => {
  const files = {
    'server.js': `const express = require('express'); const app = express(); require('./routes/orders')(app); app.use('/v2', require('./routes/items')); app.listen(1);`,
    'routes/orders.js': `module.exports = (app) => { app.post('/orders', checkAuth, (req, res) => { const { total } = req.body; res.json(total); }); };`,
    'routes/items.js': `const { Router } = require('express'); const router = Router(); router.get('/items/:id', getItem); function getItem(req, res) {} module.exports = router;`,
  };
  expect(await endpointsOf(files)).toEqual(['POST /orders [auth] body:total?', 'GET /v2/items/:id path:id']);
});

test('Fastify: shorthand, route(), prefixes of nested plugins, hooks, schemas, generics', async () => {
  const files = {
    'src/server.ts': `
      import Fastify from 'fastify';
      import orders from './orders';
      const app = Fastify({ logger: true });
      app.get('/ping', async () => 'pong');
      app.register(orders, { prefix: '/api/orders' });
      await app.register(async (admin) => { admin.addHook('onRequest', verifyJwt); admin.get('/users', async () => []); }, { prefix: '/admin' });`,
    'src/orders.ts': `
      import fp from 'fastify-plugin';
      import type { FastifyInstance } from 'fastify';
      interface NewOrder { sku: string; note?: string }
      async function orders(fastify: FastifyInstance) {
        fastify.post<{ Body: NewOrder; Reply: Order }>('/', { preHandler: [fastify.authenticate] }, async (request) => save(request.body));
        fastify.route({ method: ['GET', 'HEAD'], url: '/:id', schema: { querystring: { type: 'object', required: ['full'], properties: { full: { type: 'boolean' } } } }, handler: async (request) => 1 });
      }
      export default fp(orders);`,
  };
  expect(await endpointsOf(files)).toEqual([
    'GET /admin/users [auth]',
    'POST /api/orders [auth] body:sku body:note? <NewOrder> -> Order',
    'GET /api/orders/:id path:id query:full',
    'HEAD /api/orders/:id path:id query:full',
    'GET /ping',
  ]);
});

test('Hono: chained calls, route, basePath, guards by path', async () => {
  const files = {
    'src/index.ts': `
      import { Hono } from 'hono';
      import { books } from './books';
      const app = new Hono().basePath('/api');
      app.use('/books/*', jwt({ secret: 'x' }));
      app.route('/books', books);
      app.get('/time', (c) => c.json({ now: c.req.query('zone') }));
      export default app;`,
    'src/books.ts': `
      import { Hono } from 'hono';
      import { zValidator } from '@hono/zod-validator';
      import { z } from 'zod';
      const schema = z.object({ title: z.string(), year: z.number().optional() });
      export const books = new Hono()
        .get('/', (c) => c.json([]))
        .post('/', zValidator('json', schema), async (c) => { const body = c.req.valid('json'); return c.json(body); })
        .get('/:id{[0-9]+}', (c) => c.text(c.req.param('id')));`,
  };
  expect(await endpointsOf(files)).toEqual([
    'GET /api/books [auth]',
    'POST /api/books [auth] body:title body:year?',
    'GET /api/books/:id [auth] path:id',
    'GET /api/time query:zone?',
  ]);
});

test('Koa router: prefixes, named routes, nested routers', async () => {
  const files = {
    'app.js': `
      const Koa = require('koa'); const Router = require('@koa/router');
      const api = new Router({ prefix: '/api' }); const cats = new Router();
      cats.get('cat', '/:name', (ctx) => { ctx.body = ctx.query.full; });
      cats.del('/:name', isAdmin, async (ctx) => {});
      api.use('/cats', cats.routes(), cats.allowedMethods());
      new Koa().use(api.routes());`,
  };
  expect(await endpointsOf(files)).toEqual([
    'DELETE /api/cats/:name [auth admin] path:name',
    'GET /api/cats/:name path:name query:full?',
  ]);
});

test('NestJS: prefix, version, guards, roles, public routes, DTO types', async () => {
  const files = {
    'src/main.ts': `import { NestFactory } from '@nestjs/core';\nconst app = await NestFactory.create(AppModule); app.setGlobalPrefix('api'); app.enableVersioning({ type: VersioningType.URI });`,
    'src/cats.controller.ts': `
      import { Body, Controller, Get, Param, Post, Query, UseGuards } from '@nestjs/common';
      import { CreateCatDto } from './create-cat.dto';
      @Controller({ path: 'cats', version: '2' })
      @UseGuards(JwtAuthGuard, RolesGuard)
      export class CatsController {
        @Public() @Get() async findAll(@Query('page') page?: number): Promise<Cat[]> { return []; }
        @Get(':id') findOne(@Param('id') id: string): Cat { return this.service.one(id); }
        @Roles(Role.Admin) @Post() async create(@Body() dto: CreateCatDto) { if (dto) return 1; }
        helper() {}
      }`,
    'src/create-cat.dto.ts': `export class CreateCatDto { @IsString() name: string; @IsOptional() age?: number; }`,
  };
  expect(await endpointsOf(files)).toEqual([
    'GET /api/v2/cats query:page? -> Cat[]',
    'POST /api/v2/cats [auth Admin] body:name body:age? <CreateCatDto>',
    'GET /api/v2/cats/:id [auth] path:id -> Cat',
  ]);
});

test('Next.js: route handlers, groups, dynamic segments, pages/api', async () => {
  const files = {
    'src/app/(shop)/api/orders/[id]/route.ts': `import { save } from '@/save';\nexport async function GET(request: Request) { const q = new URL(request.url).searchParams.get('full'); return Response.json({}); }\nexport const DELETE = withAuth(async () => new Response());`,
    'src/app/api/files/[...path]/route.ts': `export async function POST(request: Request) { const session = await auth(); if (!session) return new Response('', { status: 401 }); const { name } = await request.json(); return Response.json(name); }`,
    'pages/api/users/index.ts': `export default function handler(req, res) { if (req.method === 'POST') return res.json(req.body.name); switch (req.method) { case 'GET': return res.json([]); } }`,
    'app/page.tsx': `export default function Page() { return null; }`,
  };
  expect(await endpointsOf(files)).toEqual([
    'POST /api/files/:path* [auth] path:path body:name?',
    'DELETE /api/orders/:id [auth] path:id',
    'GET /api/orders/:id path:id query:full?',
    'GET /api/users body:name?',
    'POST /api/users body:name?',
  ]);
});

test('what only looks like a route is none', async () => {
  const files = {
    'src/a.ts': `import express from 'express'; const app = express(); const cache = new Map(); cache.get('/x', () => 1); app.get('title'); axios.post('/y', () => 1); function f(app) { app.get('/z', () => 1); }`,
    'src/app.test.ts': `import express from 'express'; const app = express(); app.get('/only-in-a-test', () => 1);`,
  };
  expect(await endpointsOf(files)).toEqual([]);
});

test('complexity counts the handler and the project functions it calls', async () => {
  const root = writeProject({
    'a.ts': `import express from 'express'; import { rule } from './b'; const app = express(); app.get('/x', (req, res) => { if (req.query.a && req.query.b) rule(1); rule(2); });`,
    'b.ts': `export function rule(n: number) { return n > 1 ? 1 : 2; }`,
  });
  const manifest = await readProjectManifest({ root });
  expect(manifest.endpoints[0]?.complexity).toBe(3 + 2);
  expect(manifest.complexity).toEqual({ 'a.ts': 3, 'b.ts': 2 });
});
