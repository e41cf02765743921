import type { EndpointParameter } from '@millwright/core';

/** Joins parts of a route with single slashes: `('/api/', 'users/')` gives `/api/users`. Always starts with a slash. */
export function joinPath(...parts: readonly string[]): string {
  const joined = parts.filter((part) => part !== '' && part !== '/').join('/');
  const clean = `/${joined}`.replaceAll(/\/{2,}/gu, '/');
  return clean.length > 1 ? clean.replace(/\/+$/u, '') : clean;
}

/** A route without the patterns that some frameworks allow on its parameters: `/:id{[0-9]+}` and `/:id(\\d+)` give `/:id`. */
export function plainPath(path: string): string {
  return path.replaceAll(/(:[A-Za-z_]\w*)(?:\{[^}]*\}|\((?:[^()]|\([^()]*\))*\))/gu, '$1');
}

/** The parameters in a route: `:id`, optional `:id?`, rest `:path*` and Express 5 `{/:id}`. */
export function pathParametersOf(path: string): EndpointParameter[] {
  return [...path.matchAll(/(\{[^{}]*)?:([A-Za-z_]\w*)([?*])?/gu)].map((match) => ({
    name: match[2] ?? '',
    in: 'path',
    type: 'string',
    required: match[1] === undefined && match[3] !== '?',
  }));
}
