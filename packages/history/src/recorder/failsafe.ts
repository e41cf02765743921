const mostMishaps = 20;

/**
 * Runs the code of an adapter inside the user's run so that it can do no harm: nothing it throws gets out, the first mishap is
 * said in one line, all are kept for the notes of the run, and the time the code takes is added up.
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

  /** What went wrong so far, in sentences: the first twenty different ones. For the notes of the run. */
  get mishaps(): readonly string[] {
    return this.#mishaps;
  }

  /** Milliseconds spent in guarded code so far, without its waiting. */
  get selfTimeMs(): number {
    return this.#selfTimeMs;
  }

  /** The same in processor time, which a busy machine does not inflate; 0 when it is not read. */
  get selfCpuMs(): number {
    return this.#selfCpuMs;
  }

  /** Runs `action`; undefined when it failed. `lost` says what the user misses then, such as `the result of a test`. */
  run<T>(lost: string, action: () => T): T | undefined {
    try {
      return this.#timed(action);
    } catch (error) {
      this.giveUp(lost, error);
      return undefined;
    }
  }

  /**
   * The same for a promise. Of what runs after its first wait only the processor time is measured here, with what else this thread
   * does meanwhile; add the clock's by `count`.
   */
  async runAsync<T>(lost: string, action: () => Promise<T>): Promise<T | undefined> {
    const earlierMs = this.#selfCpuMs - (this.#readCpuMs?.() ?? 0);
    try {
      return await this.#timed(action);
    } catch (error) {
      this.giveUp(lost, error);
      return undefined;
    } finally {
      if (this.#readCpuMs) this.#selfCpuMs = earlierMs + this.#readCpuMs();
    }
  }

  /** Adds time that was measured elsewhere. */
  count(ms: number): void {
    this.#selfTimeMs += ms;
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
    if (this.#mishaps.length < mostMishaps && !this.#mishaps.includes(sentence)) this.#mishaps.push(sentence);
  }

  /** Calls inside calls are measured once. */
  #timed<T>(action: () => T): T {
    // Reading the processor's time costs more than some of what is measured, so the clock does not count it.
    const cpuBeforeMs = this.#readCpuMs?.() ?? 0;
    const startedAtMs = performance.now();
    this.#depth += 1;
    try {
      return action();
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) {
        this.#selfTimeMs += performance.now() - startedAtMs;
        this.#selfCpuMs += (this.#readCpuMs?.() ?? 0) - cpuBeforeMs;
      }
    }
  }
}
