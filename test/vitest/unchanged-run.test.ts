import { readdirSync } from 'node:fs';

import { afterEach, describe, expect, test } from 'vitest';

import { resultsSource } from './support/results-source.ts';
import { type VitestProject, createVitestProject } from './support/vitest-project.ts';

let project: VitestProject;
afterEach(() => project.remove());

const good = { 'good.test.ts': `import { test } from 'vitest';\ntest('good', () => {});\n` };
const plainConfig = `import { defineConfig } from 'vitest/config';\nexport default defineConfig({});\n`;

describe('the run of the user is not touched', () => {
  test.each([
    { name: 'passing', files: good },
    { name: 'failing', files: resultsSource },
    { name: 'broken', files: { 'bad.test.ts': 'const = ;' } },
    { name: 'empty', files: {} },
  ])('$name: same exit code and same words with and without the reporter', async ({ files }) => {
    project = createVitestProject(files);
    const recorded = await project.run();
    project.write({ 'vitest.config.ts': plainConfig });
    const plain = await project.run();
    expect(recorded.exitCode).toBe(plain.exitCode);
    expect(wordsOf(recorded.stdout)).toEqual(wordsOf(plain.stdout));
    expect(wordsOf(recorded.stderr.replace(/^millwright: .*\n/gm, ''))).toEqual(wordsOf(plain.stderr));
    expect(readdirSync(project.root)).toContain('.millwright');
  });
});

/** Without what differs between any two runs: times and durations. */
function wordsOf(printed: string): string[] {
  return printed
    .split('\n')
    .filter((line) => !/Duration|Start at/.test(line))
    .map((line) => line.replace(/ *\d+(?:\.\d+)?m?s\b/g, ''));
}
