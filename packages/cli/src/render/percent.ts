/** A probability for people: `38 %`, `4.2 %`, `0.17 %`. */
export function renderPercent(ratio: number): string {
  const percent = ratio * 100;
  // Each bound is where rounding would show a digit more.
  if (percent === 0 || percent >= 9.95) return `${Math.round(percent)} %`;
  return `${percent.toFixed(percent >= 0.995 ? 1 : 2)} %`;
}
