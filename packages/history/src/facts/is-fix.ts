const convention = /^(?:bug|hot)?fix(?:\([^)]*\))?!?:/i;
const named =
  /\b(?:fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|clos(?:e[sd]?))\b.*(?:#\d+|\b(?:bugs?|crash(?:es)?|regressions?|defects?|leaks?|race(?: conditions?)?|deadlocks?|exceptions?)\b)/i;
const noBug =
  /\b(?:typos?|lint(?:er|ing)?|format(?:ting)?|docs?|readme|changelog|comments?|spelling|tests?|flak(?:e|es|y)|ci|build|deps)\b/i;

/**
 * Whether a commit's subject says that it mends a bug. Careful: `fix:` by convention, or words of mending together with a bug's name or
 * number, and neither when it speaks of tests, texts or tools. Bugs that were mended under another name are missed.
 */
export function isFix(subject: string): boolean {
  return (convention.test(subject) || named.test(subject)) && !noBug.test(subject);
}
