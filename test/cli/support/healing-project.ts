import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Execution, Heal } from '@millwright/core';

import { type TinyProject, createTinyProject, wiredVitest } from './tiny-project.ts';

/** What `autonomous-run --json` says of repairs. */
export type Executed = Execution & { readonly heals: readonly (Heal & { readonly diff: string })[] };

/** What `healing-stats --list --json` says. */
export interface Stats {
  readonly total: Readonly<Record<string, number>>;
  readonly byKind: readonly { readonly kind: string }[];
  readonly saved: Readonly<Record<string, number>>;
  readonly heals: readonly Heal[];
}

/** The head of a Vitest file that counts its tries in a file beside it, as `tries`. */
export const counting = (name: string): string => `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
const file = new URL('./${name}.tries', import.meta.url);
const tries = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
writeFileSync(file, String(tries + 1));
`;

/** Fails whenever saving takes its time, which is every other try: nobody awaits it. */
export const missingAwait = `${counting('saves')}
let saved = 0;
async function save() {
  if (tries % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  saved = 1;
}

test('saves', async () => {
  save();
  expect(saved).toBe(1);
});
`;

/** Awaiting is right here too, and is not why the test fails every other try. */
export const anotherReason = `${counting('loads')}
async function load() {
  await Promise.resolve();
}

test('loads', async () => {
  load();
  if (tries % 2 === 0) throw new Error('connect ECONNREFUSED 127.0.0.1:3000');
  expect(tries).toBeGreaterThan(0);
});
`;

/** A Vitest project with our reporter, whose tests keep their counters out of git. */
export function healingProject(files: Readonly<Record<string, string>>, config = {}): TinyProject {
  return createTinyProject({
    '.gitignore': 'node_modules\n.millwright\n*.tries\nremembered\n',
    'vitest.config.ts': wiredVitest,
    'millwright.config.json': JSON.stringify({ retry: { baseDelayMs: 1 }, ...config }),
    ...files,
  });
}

/** Lets the next run of each counting test be its first. */
export function forgetTries(project: TinyProject): void {
  for (const name of project.list('tests').filter((entry) => entry.endsWith('.tries'))) {
    rmSync(join(project.root, 'tests', name));
  }
}
