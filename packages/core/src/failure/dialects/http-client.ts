import { httpStatusesOf } from '../http-statuses.ts';
import type { Dialect, DialectFields } from './dialect.ts';

/** HTTP statuses as supertest, axios, got, ky, Octokit, `toBeOK` and hand-written clients tell them, and those that were compared. */
export const httpClient: Dialect = {
  name: 'http-client',
  parse({ all, around, toldExpected, toldActual }): DialectFields {
    const statuses = httpStatusesOf(all, around, toldExpected, toldActual);
    return statuses.length === 0 ? {} : { statuses };
  },
};
