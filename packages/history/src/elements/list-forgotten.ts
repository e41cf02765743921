import { listFiles } from '../files/list-files.ts';
import { folders } from '../format/layout.ts';
import type { DocumentReader } from '../store/document-reader.ts';
import { listForgottenPictures } from './element-pictures.ts';
import type { ElementsDocument } from './elements-document.ts';
import type { FailingPageDocument } from './failing-pages.ts';

/**
 * Elements of tests that have not passed since `oldestMs`, such as tests that are no more, with their pictures, and failing pages
 * that are older. A test that goes on passing has its elements renewed every day.
 */
export async function listForgotten(
  dir: string,
  documents: DocumentReader,
  oldestMs: number,
): Promise<readonly string[]> {
  const forgotten: string[] = [];
  const named = new Set<string>();
  let complete = true;
  for (const path of await jsonFilesOf(dir, folders.elements)) {
    const document = await documents.read<ElementsDocument>(path, 'elements');
    if (!document) complete = false;
    else if (document.elements.every(({ seenAt }) => Date.parse(seenAt) < oldestMs)) forgotten.push(path);
    else for (const { picture } of document.elements) if (picture !== undefined) named.add(picture);
  }
  if (complete) forgotten.push(...(await listForgottenPictures(dir, named, oldestMs)));
  for (const path of await jsonFilesOf(dir, folders.failingPages)) {
    const document = await documents.read<FailingPageDocument>(path, 'failing-page');
    if (document && Date.parse(document.recordedAt) < oldestMs) forgotten.push(path);
  }
  return forgotten;
}

async function jsonFilesOf(dir: string, folder: string): Promise<readonly string[]> {
  return (await listFiles(dir, folder)).filter((path) => path.endsWith('.json'));
}
