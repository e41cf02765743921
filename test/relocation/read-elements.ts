import { readFileSync } from 'node:fs';

import type { ElementFingerprint } from '@millwright/core/relocation';
import type { Page } from '@playwright/test';

const script = readFileSync(new URL('elements-in-page.js', import.meta.url), 'utf8');

/** Every role that the pages of these tests use; Playwright itself says which elements have it. */
const roles = [
  'button link textbox searchbox checkbox radio switch combobox listbox option heading row cell columnheader table list listitem',
  'form navigation main banner dialog region article img alert status group complementary contentinfo spinbutton tab menuitem search',
]
  .join(' ')
  .split(' ') as readonly Parameters<Page['getByRole']>[0][];

/** A page as a capture would read it, and which of its elements is marked. */
export interface ReadPage {
  readonly elements: readonly ElementFingerprint[];
  /** -1 when none is. */
  readonly truth: number;
}

/** Reads a page: roles and names by Playwright's own rules, all else from the document. */
export async function readElements(page: Page): Promise<ReadPage> {
  for (const role of roles)
    for (const locator of await page.getByRole(role).all()) {
      const name = /^- '?\w+ "((?:[^"\\]|\\.)*)"/.exec(await locator.ariaSnapshot())?.[1];
      await locator.evaluate(
        (element, [roleOfTest, nameOfTest]) => Object.assign(element, { roleOfTest, nameOfTest }),
        [role, name === undefined ? '' : String(JSON.parse(`"${name}"`))] as const,
      );
    }
  return await page.evaluate<ReadPage>(script);
}
