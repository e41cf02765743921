import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { listFiles } from '../files/list-files.ts';
import { replaceFile } from '../files/write-file.ts';
import { documentKindOf } from './content-fault.ts';

const temporary = /\.(tmp|open|unreadable)$/;
const variant = /~[0-9a-f]{8}(\.[^./~]*)?$/;

/**
 * Copies the files below `history/` whose folders this version does not know, byte for byte: a newer Millwright wrote them.
 * Returns how many files it added. Two different files of one name both stay: the one with the smaller hash under the plain
 * name, where the newer version will look, the other with `~` and eight digits of its hash. So the order does not matter.
 */
export async function mergeUnknownFiles(dir: string, source: string): Promise<number> {
  const present = Map.groupBy(await listUnknown(dir), plainNameOf);
  let added = 0;
  for (const [plain, paths] of Map.groupBy(await listUnknown(source), plainNameOf)) {
    const known = await readAll(dir, present.get(plain) ?? []);
    const all = new Map([...known, ...(await readAll(source, paths))]);
    for (const [index, hash] of [...all.keys()].sort().entries()) {
      const target = index === 0 ? plain : variantNameOf(plain, hash);
      if (known.get(hash)?.path === target) continue;
      await replaceFile(join(dir, target), all.get(hash)?.bytes ?? Buffer.alloc(0));
      if (!known.has(hash)) added += 1;
    }
  }
  return added;
}

async function listUnknown(dir: string): Promise<readonly string[]> {
  const paths = await listFiles(dir, 'history');
  return paths.filter((path) => documentKindOf(path) === undefined && !temporary.test(path));
}

interface FoundFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Files by the hash of their content. */
async function readAll(dir: string, paths: readonly string[]): Promise<Map<string, FoundFile>> {
  const files = new Map<string, FoundFile>();
  for (const path of paths) {
    const bytes = await readFile(join(dir, path));
    files.set(createHash('sha1').update(bytes).digest('hex'), { path, bytes });
  }
  return files;
}

function plainNameOf(path: string): string {
  return path.replace(variant, '$1');
}

function variantNameOf(plain: string, hash: string): string {
  const dot = plain.lastIndexOf('.');
  const end = dot > plain.lastIndexOf('/') ? dot : plain.length;
  return `${plain.slice(0, end)}~${hash.slice(0, 8)}${plain.slice(end)}`;
}
