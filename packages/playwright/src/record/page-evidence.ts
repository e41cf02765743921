import type { PageEvidence } from '@millwright/core';
import { headOf, maxSnapshotLength } from '@millwright/core/record';
import type { TestResult } from '@playwright/test/reporter';

import { errorContextIndexOf } from '../compat.ts';

/** Reads a text file; undefined when it cannot be read. */
export type ReadText = (file: string) => string | undefined;

/** What the page looked like, for each error that Playwright wrote an error context for. */
export function readPageEvidence(result: TestResult, readText: ReadText): ReadonlyMap<number, PageEvidence> {
  const pages = new Map<number, PageEvidence>();
  for (const attachment of result.attachments) {
    const index = errorContextIndexOf(attachment.name);
    if (index === undefined) continue;
    const text = attachment.body ? attachment.body.toString('utf8') : attachment.path && readText(attachment.path);
    const page = text ? pageEvidenceOf(text) : undefined;
    if (page) pages.set(index, page);
  }
  return pages;
}

/** Finds the page snapshot and, where it is told, the URL in Playwright's error context (Markdown). */
export function pageEvidenceOf(markdown: string): PageEvidence | undefined {
  const snapshot = /```yaml\r?\n([\s\S]*?)\r?\n```/.exec(markdown)?.[1];
  const url = /^\s*-?\s*(?:Page )?URL:\s*(\S+)\s*$/im.exec(markdown)?.[1];
  if (snapshot === undefined && url === undefined) return undefined;
  return {
    ...(url === undefined ? {} : { url }),
    ...(snapshot === undefined ? {} : { ariaSnapshot: headOf(snapshot, maxSnapshotLength) }),
  };
}
