/** A ratio for people: `95 %`. */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
