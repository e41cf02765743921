import type { OriginName } from './witness.ts';

const names = ['flake', 'regression', 'environment', 'unknown'] as const satisfies readonly OriginName[];

/** Log-odds before any witness has spoken. */
const base: Readonly<Record<OriginName, number>> = { flake: 0, regression: 0, environment: -0.5, unknown: -1.3 };

/** Softmax of the base and all weights. */
export function originShares(
  weights: readonly Readonly<Partial<Record<OriginName, number>>>[],
): Readonly<Record<OriginName, number>> {
  const odds = names.map((name) => weights.reduce((sum, weight) => sum + (weight[name] ?? 0), base[name]));
  const top = Math.max(...odds);
  const parts = odds.map((value) => Math.exp(value - top));
  const total = parts.reduce((sum, value) => sum + value, 0);
  const [flake = 0, regression = 0, environment = 0, unknown = 0] = parts.map((part) => part / total);
  return { flake, regression, environment, unknown };
}
