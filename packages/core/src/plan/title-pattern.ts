/** What a static title stands for at run time: `${…}` of a template, and Vitest's own placeholders (`%s`, `$name`). */
const placeholder = /\$\{[^}]*\}|%[sdifjo#$]|\$[A-Za-z_][\w.]*/;

/** Whether a static title path stands for titles that only run time knows. */
export function hasPlaceholder(titlePath: readonly string[]): boolean {
  return titlePath.some((title) => placeholder.test(title));
}

/** Tells whether a recorded title path is one that a static title path may produce. Build it once, ask it often. */
export function titleMatcherOf(pattern: readonly string[]): (titlePath: readonly string[]) => boolean {
  const parts = pattern.map(partMatcherOf);
  return (titlePath) =>
    titlePath.length === parts.length && parts.every((matches, index) => matches(titlePath[index] ?? ''));
}

function partMatcherOf(pattern: string): (title: string) => boolean {
  if (!placeholder.test(pattern)) return (title) => title === pattern;
  const expression = new RegExp(`^${titleSourceOf(pattern)}$`, 's');
  return (title) => title === pattern || expression.test(title);
}

/** Source of a regular expression for the titles that a static title may produce; what only run time knows matches anything. */
export function titleSourceOf(pattern: string): string {
  return pattern.split(placeholder).map(escaped).join('.*');
}

/** Source of a regular expression that matches just this text. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
