/** A ratio for people: `95 %`. What is not certain is never told as 100 %. */
export function percent(ratio: number): string {
  const whole = Math.round(ratio * 100);
  return `${ratio < 1 ? Math.min(99, whole) : whole} %`;
}
