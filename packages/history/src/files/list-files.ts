import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * All files below a folder, as paths relative to `dir` with forward slashes, in alphabetical order.
 * A folder that does not exist has none.
 */
export async function listFiles(dir: string, folder: string): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(join(dir, folder), { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
  const paths: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) paths.push(...(await listFiles(dir, `${folder}/${entry.name}`)));
    else paths.push(`${folder}/${entry.name}`);
  }
  return paths.sort();
}
