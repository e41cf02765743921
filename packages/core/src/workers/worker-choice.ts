/** What a machine has left for workers. What is not known is absent, and limits nothing. */
export interface MachineRoom {
  /** Logical cores that this process may use. */
  readonly cores: number;
  /** Cores' worth of time that the container grants, such as 1.5. */
  readonly cpuQuota?: number;
  /** Megabytes that nobody uses. */
  readonly freeMemoryMb?: number;
  /** Megabytes that the container's limit leaves. */
  readonly containerMemoryMb?: number;
}

/** How many tests run side by side, and why so many. */
export interface WorkerChoice {
  /** At least 1. */
  readonly count: number;
  /** An option of the command line, `parallelWorkers`, the runner's own configuration, or what the machine bears. */
  readonly from: 'flag' | 'configuration' | 'runner' | 'machine';
  /** A clause that follows the number: `4 cores, half of them for Playwright`. */
  readonly reason: string;
}

/** What a runner's own configuration says of workers, or keeps to itself. */
export interface RunnerSetting {
  /** The file or variable, such as `playwright.config.ts`. */
  readonly by: string;
  /** Absent where only the runner can tell. */
  readonly count?: number;
}
