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
  // What stands in shadow roots is found in another order than it is told in.
  const hasShadow = await page.evaluate<boolean>("[...document.querySelectorAll('*')].some((one) => one.shadowRoot)");
  if (hasShadow) await nameOneByOne(page);
  const nodes = hasShadow ? [] : await nodesOf(page);
  if (nodes.length === 0) return await page.evaluate<ReadPage>(script);
  await Promise.all(
    roles.map(async (role) => {
      const names = nodes.filter((node) => node.role === role).map(({ name }) => name);
      const count = await page.getByRole(role).evaluateAll(
        (elements, [roleOfTest, namesOfTest]) => {
          for (const [at, element] of elements.entries())
            Object.assign(element, { roleOfTest, nameOfTest: namesOfTest[at] });
          return elements.length;
        },
        [role, names] as const,
      );
      if (count !== names.length)
        throw new Error(`${count} elements have the role ${role}, the snapshot has ${names.length}`);
    }),
  );
  return await page.evaluate<ReadPage>(script);
}

/** Roles and names in the order of the document. */
async function nodesOf(page: Page): Promise<readonly AriaNode[]> {
  return nodesIn(await page.locator('body').ariaSnapshot());
}

interface AriaNode {
  readonly role: string;
  readonly name: string;
}

function nodesIn(snapshot: string): readonly AriaNode[] {
  return [...snapshot.matchAll(/^\s*- '?(\w+)(?: "((?:[^"\\]|\\.)*)")?/gm)].map(([, role = '', name = '']) => ({
    role,
    name: String(JSON.parse(`"${name}"`)),
  }));
}

/** The index of the marked element. */
export async function truthIn(page: Page): Promise<number> {
  return (await page.evaluate<ReadPage>(script)).truth;
}

async function nameOneByOne(page: Page): Promise<void> {
  for (const role of roles)
    for (const locator of await page.getByRole(role).all()) {
      const [node] = nodesIn(await locator.ariaSnapshot());
      const given = [role, node?.name ?? ''] as const;
      await locator.evaluate(
        (element, [roleOfTest, nameOfTest]) => Object.assign(element, { roleOfTest, nameOfTest }),
        given,
      );
    }
}
