import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentSchemas } from '@millwright/history/schema';
import * as z from 'zod';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The JSON schemas of all documents that the history keeps: path relative to the repository → text. */
export async function generateSchemas(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [kind, schema] of Object.entries(documentSchemas)) {
    const title = `millwright/${kind}`;
    const text = JSON.stringify(
      { title, ...z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }) },
      undefined,
      2,
    );
    files.set(`packages/history/schemas/${kind}.schema.json`, `${text}\n`);
  }
  return files;
}

async function writeSchemas(): Promise<void> {
  for (const [path, text] of await generateSchemas()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeSchemas();
