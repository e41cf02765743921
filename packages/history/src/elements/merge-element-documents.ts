import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { listFiles } from '../files/list-files.ts';
import { replaceFile } from '../files/write-file.ts';
import { parseDocument } from '../format/document.ts';
import { folders } from '../format/layout.ts';
import { withLock } from '../state/lock.ts';
import type { WarningLog } from '../store/warnings.ts';
import { keepElementPictures } from './element-pictures.ts';
import { type ElementsDocument, elementsPathOf, elementsTextOf } from './elements-document.ts';
import { unionOfElements } from './merge-elements.ts';
import { readTestElements } from './read-elements.ts';

/**
 * Brings the elements of another history into this one: of each record the newest stays with its picture, whatever the order of
 * merging. Returns how many documents are new.
 */
export async function mergeElementDocuments(dir: string, source: string, log: WarningLog): Promise<number> {
  const documents: ElementsDocument[] = [];
  for (const path of await listFiles(source, folders.elements)) {
    if (!path.endsWith('.json')) continue;
    const parsed = parseDocument<ElementsDocument>(await readFile(join(source, path), 'utf8'), 'elements');
    if (parsed.status === 'ok') documents.push(parsed.document);
    else log.add(join(source, path), `${parsed.message} It was not merged.`);
  }
  if (documents.length === 0) return 0;
  return withLock(join(dir, folders.cache, 'elements'), async () => {
    let added = 0;
    for (const { testId, elements } of documents) {
      const known = await readTestElements(dir, testId);
      const union = unionOfElements(known?.elements ?? [], elements);
      const text = elementsTextOf({ testId, elements: union });
      if (known && text === elementsTextOf(known)) continue;
      const own = new Set(known?.elements);
      const adopted = union.flatMap((element) => (own.has(element) ? [] : (element.picture ?? [])));
      await keepElementPictures(
        dir,
        adopted.map((path) => ({ from: join(source, path), path })),
      );
      await replaceFile(join(dir, elementsPathOf(testId)), text);
      if (!known) added += 1;
    }
    return added;
  });
}
