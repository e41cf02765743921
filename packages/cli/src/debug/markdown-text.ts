/** Free text in Markdown: outside of `code` nothing of it is markup, an HTML tag or a mention of a person. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/(`[^`\n]+`)/u)
    .map((part, index) => (index % 2 === 1 ? part : escapedPart(part)))
    .join('');
}

function escapedPart(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\*_[\]|~`#]/gu, String.raw`\$&`)
    .replaceAll('@', '&#64;');
}

/** A text as code in a line, whatever backticks and bars are in it. */
export function codeSpan(text: string): string {
  const flat = text.replaceAll(/\s+/gu, ' ').trim();
  if (flat === '') return '';
  const longest = Math.max(0, ...[...flat.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${flat.replaceAll('|', String.raw`\|`)}${space}${fence}`;
}

/** Lines as a block of code, fenced by more backticks than any run in it. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/gu)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}
