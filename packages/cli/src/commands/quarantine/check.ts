import { checkQuarantine } from '@millwright/core';

import type { Command } from '../../frame/command.ts';
import { findUnknownTests } from '../../quarantine/find-unknown-tests.ts';
import { readQuarantineState } from '../../quarantine/quarantine-state.ts';
import { renderCount } from '../../render/duration.ts';

const options = {} as const;

/** `e2e quarantine check`: fails when an entry has expired or cost too much, a cap is exceeded, or an entry names no test. */
export const quarantineCheckCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e quarantine check', 'exit code 1 when the quarantine rots: for CI'],
    ['e2e quarantine check --json', 'the same for a script'],
  ],
  async run(context) {
    const { quarantine, histories, standings } = await readQuarantineState(context);
    const unknown = await findUnknownTests(context.root, quarantine.entries, histories);
    const findings = checkQuarantine(quarantine, standings, unknown);
    const failed = findings.some(({ severity }) => severity === 'error');
    const { paint } = context;
    const lines = findings.map(
      ({ severity, rule, message }) =>
        `${severity === 'error' ? paint.bad(severity) : paint.warn(severity)}  ${rule}  ${message}\n`,
    );
    const summary = failed
      ? 'The quarantine needs somebody.\n'
      : `${renderCount(quarantine.entries.length, 'test')} quarantined, none of them overdue.\n`;
    return {
      exitCode: failed ? 1 : 0,
      document: {
        format: 'millwright/quarantine-check',
        version: 1,
        passed: !failed,
        checked: quarantine.entries.length,
        findings,
      },
      text: lines.join('') + summary,
    };
  },
};
