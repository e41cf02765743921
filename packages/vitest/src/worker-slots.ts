/** The worker that ran an attempt, as the model counts: a process or thread, and its slot. */
export interface Worker {
  readonly workerIndex: number;
  readonly parallelIndex: number;
}

/**
 * Works out workers for versions of Vitest that do not tell them. A file takes the lowest free slot when it starts and gives it
 * back when it ends; with isolation every file has a worker of its own, without it a slot is one worker.
 */
export class WorkerSlots {
  readonly #slotOf = new Map<string, Worker>();
  readonly #taken = new Set<number>();
  #startedCount = 0;

  start(file: string, isolated: boolean): void {
    let slot = 0;
    while (this.#taken.has(slot)) slot += 1;
    this.#taken.add(slot);
    this.#slotOf.set(file, { workerIndex: isolated ? this.#startedCount : slot, parallelIndex: slot });
    this.#startedCount += 1;
  }

  end(file: string): void {
    const worker = this.#slotOf.get(file);
    if (worker) this.#taken.delete(worker.parallelIndex);
  }

  of(file: string): Worker {
    return this.#slotOf.get(file) ?? { workerIndex: -1, parallelIndex: -1 };
  }
}
