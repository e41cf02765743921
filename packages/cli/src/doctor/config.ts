import { basename } from 'node:path';

import type { Context } from '../context/context.ts';
import type { CheckResult } from './check.ts';

/** Which configuration is in force; a wrong one has already stopped the command with its own message. */
export async function checkConfig(context: Context): Promise<readonly CheckResult[]> {
  const message =
    context.configFile === undefined ? 'no millwright.config.*: everything is default' : basename(context.configFile);
  return [{ name: 'config', state: 'ok', message }];
}
