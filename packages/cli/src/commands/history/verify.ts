import type { Command } from '../../frame/command.ts';
import { renderCount } from '../../render/duration.ts';

const options = {} as const;

/** `e2e history verify`: reads every document and every reference, and says what is not as it should be. */
export const historyVerifyCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e history verify', 'check the whole history'],
    ['e2e history verify --json', 'the same for a script; exit code 1 when a problem was found'],
  ],
  async run(context) {
    const history = await context.openHistory();
    const health = await history.verify();
    const problems = health.problems
      .map((problem) => `${context.paint.bad('problem')}  ${problem.path}: ${problem.message}\n`)
      .join('');
    const size = `${renderCount(health.runCount, 'run')}, ${renderCount(health.attemptCount, 'attempt')}, ${(health.byteCount / 1e6).toFixed(1)} MB`;
    const isEmpty = health.runCount === 0 && health.openSegments === 0;
    return {
      exitCode: health.problems.length === 0 ? 0 : 1,
      document: { format: 'millwright/history-health', version: 1, ...health },
      text: `${problems}${isEmpty ? `Nothing is remembered in ${context.dir}: ` : ''}${size}, ${renderCount(health.openSegments, 'run')} still going on: ${health.problems.length === 0 ? context.paint.good('sound') : renderCount(health.problems.length, 'problem')}.\n`,
    };
  },
};
