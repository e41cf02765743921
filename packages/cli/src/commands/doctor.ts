import type { CheckResult } from '../doctor/check.ts';
import { checks } from '../doctor/checks.ts';
import type { Command } from '../frame/command.ts';
import type { Paint } from '../render/paint.ts';
import { renderTable } from '../render/table.ts';

const options = {} as const;

/** `e2e doctor`: what is needed and whether it is there, with a way out of each problem. */
export const doctorCommand: Command<typeof options> = {
  options,
  survivesWrongConfig: true,
  examples: [
    ['e2e doctor', 'check the set-up of this project'],
    ['e2e doctor --json', 'the same for a script; exit code 2 when something must be mended'],
  ],
  async run(context) {
    const results: CheckResult[] = [];
    for (const check of checks) results.push(...(await check(context)));
    return {
      exitCode: results.some((result) => result.state === 'problem') ? 2 : 0,
      document: { format: 'millwright/doctor', version: 1, root: context.root, checks: results },
      text: renderTable(results.flatMap((result) => rowsOf(context.paint, result))),
    };
  },
};

function rowsOf(paint: Paint, result: CheckResult): readonly (readonly string[])[] {
  const state =
    result.state === 'ok'
      ? paint.good('ok')
      : result.state === 'warning'
        ? paint.warn('warning')
        : paint.bad('problem');
  const row = [state, result.name, result.message];
  return result.advice === undefined ? [row] : [row, ['', '', paint.dim(`→ ${result.advice}`)]];
}
