export interface FittedLogistic {
  readonly weights: readonly number[];
  readonly offset: number;
}

/**
 * Logistic regression with a ridge on standardised inputs (Hastie, Tibshirani, Friedman: The Elements of Statistical Learning, 4.4),
 * by Newton's method; the weights are those of the inputs as given.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  right: readonly boolean[],
  ridge: number,
): FittedLogistic {
  const count = rows[0]?.length ?? 0;
  const means = Array.from({ length: count }, (_, k) => meanOf(rows.map((row) => row[k] ?? 0)));
  const spreads = means.map((mean, k) => Math.sqrt(meanOf(rows.map((row) => ((row[k] ?? 0) - mean) ** 2))) + 1e-6);
  const scaled = rows.map((row) => [...row.map((value, k) => (value - (means[k] ?? 0)) / (spreads[k] ?? 1)), 1]);
  let weights = Array.from({ length: count + 1 }, () => 0);
  for (let step = 0; step < 50; step += 1) {
    const change = newtonStepOf(scaled, right, weights, ridge);
    weights = weights.map((weight, k) => weight - (change[k] ?? 0));
    if (change.every((value) => Math.abs(value) < 1e-8)) break;
  }
  const own = weights.slice(0, count).map((weight, k) => weight / (spreads[k] ?? 1));
  return {
    weights: own,
    offset: (weights[count] ?? 0) - own.reduce((sum, weight, k) => sum + weight * (means[k] ?? 0), 0),
  };
}

function newtonStepOf(
  rows: readonly (readonly number[])[],
  right: readonly boolean[],
  weights: readonly number[],
  ridge: number,
): readonly number[] {
  const size = weights.length;
  const gradient = Array.from({ length: size }, () => 0);
  const curvature = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  rows.forEach((row, index) => {
    const p = 1 / (1 + Math.exp(-row.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0)));
    const slope = (p * (1 - p)) / rows.length;
    const miss = (p - (right[index] === true ? 1 : 0)) / rows.length;
    row.forEach((value, k) => {
      gradient[k] = (gradient[k] ?? 0) + miss * value;
      const line = curvature[k] ?? [];
      row.forEach((other, l) => (line[l] = (line[l] ?? 0) + slope * value * other));
    });
  });
  // The offset, which comes last, is not shrunk; a trace of curvature keeps the equations solvable.
  for (let k = 0; k < size; k += 1) {
    const own = k < size - 1 ? ridge : 1e-9;
    gradient[k] = (gradient[k] ?? 0) + own * (weights[k] ?? 0);
    const line = curvature[k] ?? [];
    line[k] = (line[k] ?? 0) + own;
  }
  return solve(curvature, gradient);
}

/** Solves a symmetric positive system by Gauss–Jordan elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], values: readonly number[]): readonly number[] {
  const lines = matrix.map((line, index) => [...line, values[index] ?? 0]);
  const size = lines.length;
  for (let k = 0; k < size; k += 1) {
    const rest = lines.slice(k).map((line) => Math.abs(line[k] ?? 0));
    const pivot = k + rest.indexOf(Math.max(...rest));
    [lines[k], lines[pivot]] = [lines[pivot] ?? [], lines[k] ?? []];
    const head = lines[k] ?? [];
    lines.forEach((line, index) => {
      if (index === k) return;
      const factor = (line[k] ?? 0) / (head[k] ?? 1);
      if (factor !== 0) head.forEach((value, l) => (line[l] = (line[l] ?? 0) - factor * value));
    });
  }
  return lines.map((line, k) => (line[size] ?? 0) / (line[k] ?? 1));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
