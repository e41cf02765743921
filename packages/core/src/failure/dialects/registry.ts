import type { HttpStatus } from '../http-statuses.ts';
import { browserNetwork } from './browser-network.ts';
import { chai } from './chai.ts';
import { cypress } from './cypress.ts';
import { database } from './database.ts';
import type { Dialect, DialectFields, DialectText } from './dialect.ts';
import { grpc } from './grpc.ts';
import { httpClient } from './http-client.ts';
import { jestExpect } from './jest-expect.ts';
import { machineLimits } from './machine-limits.ts';
import { moduleLoading } from './module-loading.ts';
import { nodeAssert } from './node-assert.ts';
import { nodeNetwork } from './node-network.ts';
import { playwrightCall } from './playwright-call.ts';
import { playwrightExpect } from './playwright-expect.ts';
import { playwrightPhase } from './playwright-phase.ts';
import { playwrightStrict } from './playwright-strict.ts';
import { processCrash } from './process-crash.ts';
import { puppeteer } from './puppeteer.ts';
import { runnerLimits } from './runner-limits.ts';
import { testingLibrary } from './testing-library.ts';
import { waiting } from './waiting.ts';

/**
 * All dialects. Where two of them read one field, the earlier wins: the part around a test before the call that was pending
 * in it, a call before the limit of the whole test, what a runner guarantees before free words.
 */
export const dialects: readonly Dialect[] = [
  playwrightPhase,
  playwrightStrict,
  testingLibrary,
  playwrightExpect,
  playwrightCall,
  puppeteer,
  cypress,
  jestExpect,
  nodeAssert,
  chai,
  runnerLimits,
  httpClient,
  grpc,
  nodeNetwork,
  browserNetwork,
  moduleLoading,
  database,
  processCrash,
  machineLimits,
  waiting,
];

/** All that the dialects read out of a text. */
export function fieldsOf(text: DialectText): DialectFields {
  const read = dialects.map((dialect) => dialect.parse(text));
  const statuses = read.flatMap((fields): readonly HttpStatus[] => fields.statuses ?? []);
  const errorCodes = read.flatMap((fields) => fields.errorCodes ?? []);
  // Later spreads win, so the first of the registry comes last.
  const merged: DialectFields = Object.assign({}, ...read.toReversed());
  return {
    ...merged,
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(errorCodes.length === 0 ? {} : { errorCodes }),
  };
}
