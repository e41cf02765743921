import type { Step } from '../model/attempt.ts';

/** `GET "/api/orders"` (1.54 and later) and `apiRequestContext.get(http://…)` (before), with what precedes the path left out. */
const forms: readonly RegExp[] = [
  /^(GET|POST|PUT|PATCH|DELETE|HEAD|FETCH) ["'`]?(\S+?)["'`]?$/i,
  /^(?:api)?[rR]equest(?:Context)?\.(get|post|put|patch|delete|head|fetch)\(["'`]?([^"'`)\s]+)/,
];

/** The request that a test of an interface made last before it ended, such as `GET /api/orders`; undefined when no step tells of one. */
export function lastRequestOf(steps: readonly Step[]): string | undefined {
  for (const { title } of steps.toReversed()) {
    for (const form of forms) {
      const match = form.exec(title);
      if (match) return `${match[1]?.toUpperCase()} ${match[2]?.replace(/^\w+:\/\/[^/]+/, '').replace(/\?.*$/, '')}`;
    }
  }
  return undefined;
}
