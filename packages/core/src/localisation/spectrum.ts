/** How often a file was run by tests that failed and by tests that passed. */
export interface Spectrum {
  /** Failed tests that ran it, passed tests that ran it, failed tests that did not, passed tests that did not. */
  readonly ef: number;
  readonly ep: number;
  readonly nf: number;
  readonly np: number;
}

/** A test's verdict and the files that it ran. */
export interface CoveredTest {
  readonly failed: boolean;
  readonly files: readonly string[];
}

/** How many of some tests ran each file. */
export interface FileCounts {
  readonly tests: number;
  readonly byFile: ReadonlyMap<string, number>;
}

/** Counts once what many spectra share. */
export function fileCountsOf(tests: readonly (readonly string[])[]): FileCounts {
  const byFile = new Map<string, number>();
  for (const files of tests) for (const file of new Set(files)) byFile.set(file, (byFile.get(file) ?? 0) + 1);
  return { tests: tests.length, byFile };
}

const nobody: FileCounts = { tests: 0, byFile: new Map() };

/** The spectrum of every file that at least one failed test ran. Tests that passed can be given as counts as well. */
export function spectraOf(
  tests: readonly CoveredTest[],
  othersPassed: FileCounts = nobody,
): ReadonlyMap<string, Spectrum> {
  const failed = tests.filter((test) => test.failed).length;
  const passed = tests.length - failed + othersPassed.tests;
  const counts = new Map<string, { ef: number; ep: number }>();
  for (const test of tests) {
    for (const file of new Set(test.files)) {
      const count = counts.get(file) ?? { ef: 0, ep: 0 };
      if (test.failed) count.ef += 1;
      else count.ep += 1;
      counts.set(file, count);
    }
  }
  return new Map(
    [...counts]
      .filter(([, { ef }]) => ef > 0)
      .map(([file, { ef, ep: known }]) => {
        const ep = known + (othersPassed.byFile.get(file) ?? 0);
        return [file, { ef, ep, nf: failed - ef, np: passed - ep }] as const;
      }),
  );
}

/** A formula of suspiciousness: the higher, the more likely the fault lies there. */
export type SuspicionFormula = (spectrum: Spectrum) => number;

/**
 * The formulas. On real faults none of them is better than the others (Pearson et al., ICSE 2017), so Ochiai leads, because its value is
 * a ratio, and the others break its ties.
 */
export const suspicionFormulas = {
  /** ef / √((ef + nf)(ef + ep)), 0 to 1 (Abreu et al. 2006). */
  ochiai: ({ ef, ep, nf }) => (ef === 0 ? 0 : ef / Math.sqrt((ef + nf) * (ef + ep))),
  /** ef² / (ep + nf), infinite when only the failed tests ran it (Wong et al. 2014). */
  dstar: ({ ef, ep, nf }) => (ef === 0 ? 0 : ef ** 2 / (ep + nf)),
  /** ef − ep / (ep + np + 1) (Naish et al. 2011). */
  op2: ({ ef, ep, np }) => ef - ep / (ep + np + 1),
} as const satisfies Readonly<Record<string, SuspicionFormula>>;
