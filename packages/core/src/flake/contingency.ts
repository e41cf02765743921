/** How often each outcome came with each value: one row per value, `[passed, failed]`. */
export type ContingencyTable = readonly (readonly [passed: number, failed: number])[];

/** Whether a value and the outcome hang together. */
export interface Dependence {
  /** Chance of a dependence at least as strong when there is none. */
  readonly pValue: number;
  /** Share of the uncertainty about the outcome that the value takes away (Theil's uncertainty coefficient), 0 to 1. */
  readonly strength: number;
}

/** Permutations for tables too thin for the approximation. */
const permutationCount = 1999;

/**
 * G-test of independence with Williams' correction (Sokal & Rohlf, Biometry §17.3); where an expected count is below 5, a
 * permutation test of the same statistic. `random` gives numbers from 0 up to 1.
 */
export function dependenceOf(table: ContingencyTable, random: () => number): Dependence {
  const rows = table.filter(([passed, failed]) => passed + failed > 0);
  const total = rows.reduce((sum, [passed, failed]) => sum + passed + failed, 0);
  const failed = rows.reduce((sum, [, count]) => sum + count, 0);
  if (rows.length < 2 || failed === 0 || failed === total) return { pValue: 1, strength: 0 };
  const g = gOf(rows, total, failed);
  const strength = g / (2 * total * entropyOf(failed / total));
  const least = Math.min(failed, total - failed);
  const isThin = rows.some(([a, b]) => ((a + b) * least) / total < 5);
  const pValue = isThin
    ? permutedPValueOf(rows, { total, failed, g }, random)
    : chiSquareTail(g / williamsOf(rows, total, failed), rows.length - 1);
  return { pValue, strength };
}

function gOf(rows: ContingencyTable, total: number, failed: number): number {
  const part = (observed: number, expected: number): number =>
    observed === 0 ? 0 : observed * Math.log(observed / expected);
  return (
    2 *
    rows.reduce((sum, [passes, failures]) => {
      const size = passes + failures;
      return sum + part(failures, (size * failed) / total) + part(passes, (size * (total - failed)) / total);
    }, 0)
  );
}

/** In nats. */
function entropyOf(ratio: number): number {
  return -ratio * Math.log(ratio) - (1 - ratio) * Math.log(1 - ratio);
}

function williamsOf(rows: ContingencyTable, total: number, failed: number): number {
  const ofRows = rows.reduce((sum, [passes, failures]) => sum + total / (passes + failures), 0) - 1;
  const ofColumns = total / failed + total / (total - failed) - 1;
  return 1 + (ofRows * ofColumns) / (6 * total * (rows.length - 1));
}

function permutedPValueOf(
  rows: ContingencyTable,
  { total, failed, g }: { readonly total: number; readonly failed: number; readonly g: number },
  random: () => number,
): number {
  const sizes = rows.map(([passes, failures]) => passes + failures);
  let asStrong = 0;
  for (let round = 0; round < permutationCount; round += 1) {
    if (gOf(dealt(sizes, total, failed, random), total, failed) >= g - 1e-9) asStrong += 1;
  }
  return (asStrong + 1) / (permutationCount + 1);
}

/** Deals the failures out to the rows at random, each attempt alike. */
function dealt(sizes: readonly number[], total: number, failed: number, random: () => number): ContingencyTable {
  let leftTotal = total;
  let leftFailed = failed;
  return sizes.map((size) => {
    let failures = 0;
    for (let index = 0; index < size; index += 1) {
      if (random() * leftTotal < leftFailed) {
        failures += 1;
        leftFailed -= 1;
      }
      leftTotal -= 1;
    }
    return [size - failures, failures];
  });
}

/** P(X ≥ x) for a chi-square variable: the regularised upper incomplete gamma function Q(k/2, x/2), NIST DLMF 8.11. */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  // For whole and half parameters Q has a finite form: Q(a + 1, y) = Q(a, y) + y^a e^-y / Γ(a + 1), DLMF 8.8.6.
  const y = x / 2;
  const isEven = degrees % 2 === 0;
  let tail = isEven ? Math.exp(-y) : complementaryErrorOf(Math.sqrt(y));
  let term = isEven ? Math.exp(-y) * y : (Math.exp(-y) * Math.sqrt(y)) / (Math.sqrt(Math.PI) / 2);
  for (let a = isEven ? 1 : 0.5; a < degrees / 2; a += 1) {
    tail += term;
    term *= y / (a + 1);
  }
  return Math.min(1, tail);
}

/** erfc for x ≥ 0, relative error below 1.2e-7 (Numerical Recipes §6.2). */
function complementaryErrorOf(x: number): number {
  const t = 1 / (1 + x / 2);
  const coefficients = [
    -1.265_512_23, 1.000_023_68, 0.374_091_96, 0.096_784_18, -0.186_288_06, 0.278_868_07, -1.135_203_98, 1.488_515_87,
    -0.822_152_23, 0.170_872_77,
  ];
  const polynomial = coefficients.reduceRight((sum, coefficient) => sum * t + coefficient, 0);
  return t * Math.exp(-x * x + polynomial);
}

/**
 * Which of many p-values to believe so that at most `falseDiscoveryRatio` of those believed are chance (Benjamini & Hochberg 1995).
 * Returns one answer per p-value.
 */
export function believedOf(pValues: readonly number[], falseDiscoveryRatio: number): readonly boolean[] {
  const sorted = pValues.toSorted((a, b) => a - b);
  const last = sorted.findLastIndex((value, index) => value <= (falseDiscoveryRatio * (index + 1)) / pValues.length);
  const bound = sorted[last] ?? -1;
  return pValues.map((value) => value <= bound);
}
