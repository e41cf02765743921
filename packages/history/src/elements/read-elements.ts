import type { TestElements, TestId } from '@millwright/core';

import { aliasResolverOf, readAliases } from '../aliases/aliases.ts';
import { DocumentReader } from '../store/document-reader.ts';
import { WarningLog } from '../store/warnings.ts';
import { type ElementsDocument, elementsPathOf } from './elements-document.ts';

/**
 * What the locators of a test resolved to when it last passed; undefined when nothing is remembered of it. `dir` is the
 * `.millwright` folder. A test that was renamed has what it had under its old name. A damaged document is set aside and counts as none.
 */
export async function readTestElements(dir: string, testId: TestId): Promise<TestElements | undefined> {
  const log = new WarningLog();
  const documents = new DocumentReader(dir, log);
  const read = (id: TestId): Promise<ElementsDocument | undefined> =>
    documents.read<ElementsDocument>(elementsPathOf(id), 'elements');
  let found = await read(testId);
  if (!found) {
    const aliases = await readAliases(dir, log);
    const resolve = aliasResolverOf(aliases);
    for (const { from } of aliases) if (!found && resolve(from) === testId) found = await read(from);
  }
  return found && { testId, elements: found.elements };
}
