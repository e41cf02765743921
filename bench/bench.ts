/** One measured number. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `ms`, `MB`, `ratio`, `%` … */
  readonly unit: string;
  /** The target in words a reader can check, such as `<= 40`; empty when the figure only informs. */
  readonly target: string;
  /** Whether the target was met; undefined when there is none. */
  readonly ok: boolean | undefined;
}

/** One bench: a file in `bench/benches/`, an entry in `bench/registry.ts`. */
export interface Bench {
  readonly name: string;
  readonly description: string;
  /** What may follow the name on the command line, for the usage; left out when nothing may. */
  readonly usage?: string;
  /** `args`: what followed the name. */
  run(args: readonly string[]): Promise<readonly Figure[]>;
}

/** A figure whose target is an upper bound. */
export function atMost(name: string, value: number, unit: string, bound: number): Figure {
  return { name, value, unit, target: `<= ${bound}`, ok: value <= bound };
}

/** A figure whose target is a lower bound. */
export function atLeast(name: string, value: number, unit: string, bound: number): Figure {
  return { name, value, unit, target: `>= ${bound}`, ok: value >= bound };
}

/** A figure that only informs. */
export function informs(name: string, value: number, unit: string): Figure {
  return { name, value, unit, target: '', ok: undefined };
}
