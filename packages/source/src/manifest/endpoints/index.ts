import type { EndpointFramework } from './endpoint-framework.ts';
import { express } from './express.ts';
import { fastify } from './fastify.ts';
import { hono } from './hono.ts';
import { koaRouter } from './koa-router.ts';
import { nestjs } from './nestjs.ts';
import { nextjs } from './nextjs.ts';

/** Every web framework whose endpoints are found. A new one is a file beside these and an entry here. */
export const ENDPOINT_FRAMEWORKS: readonly EndpointFramework[] = [express, fastify, hono, koaRouter, nestjs, nextjs];
