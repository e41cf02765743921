import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Quarantine } from '@millwright/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { runE2e } from '../support/run-process.ts';
import { type VitestProject, createVitestProject } from '../vitest/support/vitest-project.ts';
import { quarantineText, rememberRuns } from './quarantined-project.ts';

const titles = Array.from({ length: 8 }, (_, index) => `test ${index}`);
const named = (title: string) => ({ runner: 'vitest', file: 'src/a.test.ts', titlePath: [title] });

describe('several commands at once', () => {
  let project: VitestProject;
  const file = (): string => join(project.root, 'quarantine.json');
  const read = (): Quarantine => JSON.parse(readFileSync(file(), 'utf8')) as Quarantine;
  const quarantinedTitles = (): readonly string[] => read().entries.flatMap(({ titlePath }) => titlePath);
  const add = (title: string) =>
    runE2e(
      [
        'quarantine',
        'add',
        '--test',
        `src/a.test.ts > ${title}`,
        '--reason',
        'it races',
        '--owner',
        `@${title.replace(' ', '-')}`,
        '--apply',
      ],
      { cwd: project.root },
    );

  beforeEach(async () => {
    const tests = titles.map((title) => `test('${title}', () => {});`).join('\n');
    project = createVitestProject({ 'src/a.test.ts': `import { test } from 'vitest';\n${tests}\n` });
    // Not in one run: that would look like an outage.
    for (const title of titles) await rememberRuns(project.history(), [named(title)], '.F..F.');
  });
  afterEach(() => project.remove());

  test('eight processes add a test each, and none is lost', async () => {
    const ended = await Promise.all(titles.map(add));
    expect(ended.map(({ exitCode, stderr }) => ({ exitCode, stderr }))).toEqual(
      titles.map(() => ({ exitCode: 0, stderr: '' })),
    );
    expect(quarantinedTitles().toSorted()).toEqual(titles);
    expect(existsSync(`${file()}.lock`)).toBe(false);
  });

  test('the cap holds for all of them together', async () => {
    writeFileSync(file(), quarantineText([named('test 0')]).replace('"suite": 10', '"suite": 3'));
    const ended = await Promise.all(titles.slice(1).map(add));
    expect(ended.filter(({ exitCode }) => exitCode === 0)).toHaveLength(2);
    expect(quarantinedTitles()).toHaveLength(3);
  });

  test('one is released while others are added', async () => {
    writeFileSync(file(), quarantineText([named('test 0')]));
    const release = ['quarantine', 'release', '--test', 'src/a.test.ts > test 0', '--apply'];
    await Promise.all([runE2e(release, { cwd: project.root }), ...titles.slice(1).map(add)]);
    expect(quarantinedTitles().toSorted()).toEqual(titles.slice(1));
  });
});
