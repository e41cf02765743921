import type { StaticTest } from '@millwright/core';

import { UNKNOWN_PART } from '../syntax/static-text.ts';

/**
 * Whether a test as the source shows it may be the test with these titles: equal part by part, where an unknown part of
 * the source matches any text.
 */
export function matchesTitlePath(test: Pick<StaticTest, 'titlePath'>, titlePath: readonly string[]): boolean {
  if (test.titlePath.length !== titlePath.length) return false;
  return test.titlePath.every((title, index) => matchesTitle(title, titlePath[index] ?? ''));
}

function matchesTitle(pattern: string, title: string): boolean {
  const parts = pattern.split(UNKNOWN_PART);
  if (parts.length === 1) return pattern === title;
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!title.startsWith(first) || !title.endsWith(last) || title.length < first.length + last.length) return false;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = title.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= title.length - last.length;
}
