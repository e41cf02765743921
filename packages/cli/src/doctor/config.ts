import { basename } from 'node:path';

import type { Context } from '../context/context.ts';
import type { CheckResult } from './check.ts';

/** Which configuration is in force, or why it cannot be. */
export async function checkConfig(context: Context): Promise<readonly CheckResult[]> {
  const { configFault } = context;
  if (configFault !== undefined) {
    return [
      {
        name: 'config',
        state: 'problem',
        message: configFault.message,
        advice: configFault.hint ?? 'Mend the file; until then every other command refuses to run.',
      },
    ];
  }
  const message =
    context.configFile === undefined ? 'no millwright.config.*: everything is default' : basename(context.configFile);
  return [{ name: 'config', state: 'ok', message }];
}
