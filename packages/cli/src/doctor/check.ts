import type { Context } from '../context/context.ts';

/** What one check of `e2e doctor` found. `advice` is the way out and present whenever the state is not `ok`. */
export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
  readonly advice?: string;
}

/** One check: a file in `doctor/` and an entry in `doctor/checks.ts`. */
export type Check = (context: Context) => Promise<readonly CheckResult[]>;
