import { maxOutputLength, stripAnsi, tailOf } from '@millwright/core/record';

import type { VitestConsoleLog } from './runner-api.ts';

/** The end of what one test printed. */
export interface Tails {
  readonly stdoutTail?: string;
  readonly stderrTail?: string;
}

/** Keeps the end of what each running test prints: two texts of at most 2 KiB a test, let go when the test is recorded. */
export class ConsoleTails {
  readonly #tails = new Map<string, { stdout: string; stderr: string }>();

  add(log: VitestConsoleLog): void {
    if (log.taskId === undefined) return;
    const tails = this.#tails.get(log.taskId) ?? { stdout: '', stderr: '' };
    tails[log.type] = tailOf(tails[log.type] + log.content, maxOutputLength);
    this.#tails.set(log.taskId, tails);
  }

  /** What a test printed, and forgets it. */
  take(taskId: string): Tails {
    const tails = this.#tails.get(taskId);
    if (!tails) return {};
    this.#tails.delete(taskId);
    return {
      ...(tails.stdout === '' ? {} : { stdoutTail: stripAnsi(tails.stdout) }),
      ...(tails.stderr === '' ? {} : { stderrTail: stripAnsi(tails.stderr) }),
    };
  }
}
