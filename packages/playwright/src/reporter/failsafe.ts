import { performance } from 'node:perf_hooks';

/**
 * Runs our code inside the user's run so that it can do no harm: nothing it throws gets out, the first mishap is said in one line,
 * and the time it takes is added up.
 */
export class Failsafe {
  readonly #warn: (line: string) => void;
  readonly #mishaps: string[] = [];
  readonly #readCpuMs: (() => number) | undefined;
  #selfTimeMs = 0;
  #selfCpuMs = 0;
  #depth = 0;

  /** `readCpuMs` reads this thread's processor time; without it only the clock is read. */
  constructor(warn: (line: string) => void, readCpuMs?: () => number) {
    this.#warn = warn;
    this.#readCpuMs = readCpuMs;
  }

  /** Everything that went wrong so far, in sentences. */
  get mishaps(): readonly string[] {
    return this.#mishaps;
  }

  /** Milliseconds spent in guarded synchronous code so far. */
  get selfTimeMs(): number {
    return this.#selfTimeMs;
  }

  /** The same in processor time, which a busy machine does not inflate; 0 when it is not read. */
  get selfCpuMs(): number {
    return this.#selfCpuMs;
  }

  /** Runs `action`; undefined when it failed. `lost` says what the user misses then, such as `the result of a test`. */
  run<T>(lost: string, action: () => T): T | undefined {
    const startedAt = performance.now();
    const cpuBefore = this.#readCpuMs?.() ?? 0;
    this.#depth += 1;
    try {
      return action();
    } catch (error) {
      this.giveUp(lost, error);
      return undefined;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) {
        this.#selfTimeMs += performance.now() - startedAt;
        this.#selfCpuMs += (this.#readCpuMs?.() ?? 0) - cpuBefore;
      }
    }
  }

  /** The same for a promise; its waiting is not counted as our time. */
  async runAsync<T>(lost: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.giveUp(lost, error);
      return undefined;
    }
  }

  /** Notes a loss, and says the first one on stderr. */
  giveUp(lost: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `Could not record ${lost}: ${reason.split('\n')[0]}`;
    if (this.#mishaps.length === 0) {
      try {
        this.#warn(`millwright: ${sentence} (the test run itself is not affected)`);
      } catch {
        // A closed stderr leaves nobody to tell.
      }
    }
    if (this.#mishaps.length < 20 && !this.#mishaps.includes(sentence)) this.#mishaps.push(sentence);
  }
}
