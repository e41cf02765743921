import type { Cause, CauseClass } from './cause.ts';
import { assertion } from './causes/assertion.ts';
import { authentication } from './causes/authentication.ts';
import { authorization } from './causes/authorization.ts';
import { browserCrash } from './causes/browser-crash.ts';
import { database } from './causes/database.ts';
import { locatorNotFound } from './causes/locator-not-found.ts';
import { navigation } from './causes/navigation.ts';
import { network } from './causes/network.ts';
import { notFound } from './causes/not-found.ts';
import { rateLimit } from './causes/rate-limit.ts';
import { resource } from './causes/resource.ts';
import { scriptError } from './causes/script-error.ts';
import { server } from './causes/server.ts';
import { setup } from './causes/setup.ts';
import { snapshot } from './causes/snapshot.ts';
import { strictMode } from './causes/strict-mode.ts';
import { syntax } from './causes/syntax.ts';
import { timeout } from './causes/timeout.ts';
import { unknown } from './causes/unknown.ts';
import { validation } from './causes/validation.ts';

/** All causes. The order decides only between exactly equal scores. */
export const causes: readonly Cause[] = [
  strictMode,
  snapshot,
  rateLimit,
  authentication,
  authorization,
  notFound,
  validation,
  database,
  server,
  network,
  navigation,
  resource,
  syntax,
  setup,
  browserCrash,
  locatorNotFound,
  timeout,
  scriptError,
  assertion,
  unknown,
];

const byName = new Map(causes.map((cause) => [cause.name, cause]));

/** The cause of a name: title, advice, way of retrying. */
export function causeOf(name: CauseClass): Cause {
  return byName.get(name) ?? unknown;
}
