/** The words of a path, title or identifier, in lower case: `createOrder.spec.ts` → create, order, spec, ts. */
export function tokensOf(text: string): string[] {
  return text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token.length > 0);
}

/** Whether a token is a word or a simple inflection of it: `payments` of `payment`. */
export function isFormOf(token: string, word: string): boolean {
  if (token === word) return true;
  const stem = word.endsWith('e') ? word.slice(0, -1) : word;
  if (!token.startsWith(stem)) return word.endsWith('s') && word.slice(0, -1) === token;
  return /^(?:e?s|e?d|ing|er|ers|ment|ments|y|ies)$/.test(token.slice(stem.length));
}
