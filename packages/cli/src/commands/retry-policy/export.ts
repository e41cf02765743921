import type { Command } from '../../frame/command.ts';
import { exportedPolicyOf } from '../../retry/exported-policy.ts';
import { readRetryPolicy } from '../../retry/read-retry-policy.ts';

const options = {} as const;

/** `e2e retry-policy export`: the numbers alone, for a runner's own `retries`. */
export const retryPolicyExportCommand: Command<typeof options> = {
  options,
  examples: [
    [
      'e2e retry-policy export --output retry-policy.json',
      'retries per file and test, for playwright.config.ts or vitest.config.ts',
    ],
    ['e2e retry-policy export | jq .files', 'on stdout'],
  ],
  async run(context) {
    const document = exportedPolicyOf(await readRetryPolicy(context, undefined));
    return { exitCode: 0, document, text: `${JSON.stringify(document, undefined, 2)}\n` };
  },
};
