/** A label and what was answered. */
export interface Answer {
  readonly label: string;
  readonly answer: string;
}

/** Share of answers that are right. */
export function accuracyOf(answers: readonly Answer[]): number {
  return answers.filter(({ label, answer }) => label === answer).length / answers.length;
}

/** F1 of each class that occurs among the labels. */
export function f1OfClasses(answers: readonly Answer[]): ReadonlyMap<string, number> {
  const labels = [...new Set(answers.map(({ label }) => label))].sort();
  return new Map(labels.map((label) => [label, f1Of(answers, label)]));
}

/** Mean of the F1 of the classes, so that a rare class counts as much as a frequent one. */
export function macroF1OfClasses(answers: readonly Answer[]): number {
  const scores = [...f1OfClasses(answers).values()];
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function f1Of(answers: readonly Answer[], name: string): number {
  const hits = answers.filter(({ label, answer }) => label === name && answer === name).length;
  const told = answers.filter(({ answer }) => answer === name).length;
  const real = answers.filter(({ label }) => label === name).length;
  return (2 * hits) / (told + real);
}
