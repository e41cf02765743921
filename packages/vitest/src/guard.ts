/**
 * Keeps mistakes of the reporter away from the run: Vitest exits with 1 when a reporter throws. The first mistake is said in
 * one line, later ones are silent. Also sums up the time spent inside, for the overhead bench.
 */
export class Guard {
  #told = false;
  #selfTimeMs = 0;
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  get selfTimeMs(): number {
    return this.#selfTimeMs;
  }

  run(hook: string, work: () => void): void {
    const start = performance.now();
    try {
      work();
    } catch (error) {
      this.#tell(hook, error);
    } finally {
      this.#selfTimeMs += performance.now() - start;
    }
  }

  /** The same for a promise; its waiting is not counted. Work after the first wait is added by `count`. */
  async runAsync(hook: string, work: () => Promise<void>): Promise<void> {
    const start = performance.now();
    try {
      const done = work();
      this.#selfTimeMs += performance.now() - start;
      await done;
    } catch (error) {
      this.#tell(hook, error);
    }
  }

  count(ms: number): void {
    this.#selfTimeMs += ms;
  }

  #tell(hook: string, error: unknown): void {
    if (this.#told) return;
    this.#told = true;
    const reason = error instanceof Error ? error.message : String(error);
    try {
      this.#say(
        `millwright: something went wrong while recording (${hook}: ${reason}). The run itself is not touched.`,
      );
    } catch {
      // A closed stderr is no reason to disturb the run.
    }
  }
}
