import { describe, expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { readProjectManifest } from '../manifest/read-project-manifest.ts';

async function testsOf(text: string, name = 'a.spec.ts', more: Readonly<Record<string, string>> = {}) {
  const manifest = await readProjectManifest({ root: writeProject({ [name]: text, ...more }) });
  return manifest.testFiles.find((one) => one.file === name);
}

const PW = `import { test, expect } from '@playwright/test';\n`;
const VI = `import { describe, it, test, expect } from 'vitest';\n`;

/** name, source, expected `titles > … [modifiers] {tags}` per test. */
const ROWS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'nesting',
    `${PW}test.describe('a', () => { test.describe('b', () => { test('c', async () => {}); }); test('d', () => {}); });`,
    ['a > b > c', 'a > d'],
  ],
  ['group without a title', `${PW}test.describe(() => { test('c', () => {}); });`, ['c']],
  [
    'modifiers, inherited too',
    `${PW}test.describe.serial('s', () => { test.only('a', () => {}); test.fixme('b', () => {}); test.fail('c', () => {}); });\ntest.skip('d', () => {});`,
    ['s > a [serial only]', 's > b [serial fixme]', 's > c [serial fail]', 'd [skip]'],
  ],
  ['configure serial', `${PW}test.describe.configure({ mode: 'serial' });\ntest('a', () => {});`, ['a [serial]']],
  [
    'annotations are no tests',
    `${PW}test.skip(({ browserName }) => browserName === 'webkit', 'why');\ntest('a', () => { test.slow(); test.skip(!!process.env.CI, 'why'); });`,
    ['a [slow]'],
  ],
  [
    'tags of title and details',
    `${PW}test.describe('g @group', { tag: '@g2' }, () => { test('a @fast', { tag: ['@x', '@y'] }, () => {}); });`,
    ['g @group > a @fast {@group @g2 @fast @x @y}'],
  ],
  [
    'template and constant titles',
    `${PW}const name = 'cart';\nfor (const n of [1, 2]) test(\`\${name} \${n} works\`, () => {});`,
    ['cart ${…} works'],
  ],
  [
    'aliases',
    `${PW}import { test as base } from '@playwright/test';\nconst it = base.extend({});\nconst { describe } = base;\ndescribe('g', () => { it('a', () => {}); });`,
    ['g > a'],
  ],
  [
    'Vitest each and for',
    `${VI}describe.each([1])('d %i', () => { it.each\`a\`('row $a.b', () => {}); });\ntest.for([1])('n %s 100%%', () => {});`,
    ['d ${…} > row ${…} [each]', 'n ${…} 100% [each]'],
  ],
  [
    'Vitest modifiers and tags',
    `${VI}it.todo('later');\nit.concurrent.skip('c', () => {});\nit.skipIf(true)('s', () => {});\nit('o', { tags: ['db'], fails: true }, () => {});\ndescribe.runIf(1)('r', () => { it('in @x', () => {}); });`,
    ['later [todo]', 'c [concurrent skip]', 's', 'o [fail] {db}', 'r > in @x'],
  ],
  [
    'group named after a function or class',
    `${VI}function parse() {}\nclass Cart {}\ndescribe(parse, () => { it('a', () => {}); });\ndescribe(Cart, () => { it('b', () => {}); });`,
    ['parse > a', 'Cart > b'],
  ],
  [
    'forEach and functions that register',
    `${VI}function shared(name) { it(\`\${name} is shared\`, () => {}); }\n['a'].forEach((x) => { it('each ' + x, () => {}); });\ndescribe('g', () => { shared('x'); });`,
    ['each ${…}', 'g > ${…} is shared'],
  ],
  ['globals', `describe('g', () => { xit('a', () => {}); fit('b', () => {}); });`, ['g > a [skip]', 'g > b [only]']],
];

describe('tests of a file', () => {
  test.each(ROWS)('%s', async (_name, source, expected) => {
    const file = await testsOf(source);
    const shown = file?.tests.map((one) =>
      [
        one.titlePath.join(' > '),
        one.modifiers.length > 0 ? ` [${one.modifiers.join(' ')}]` : '',
        one.tags.length > 0 ? ` {${one.tags.join(' ')}}` : '',
      ].join(''),
    );
    expect(shown).toEqual(expected);
  });
});

test.each([
  ['playwright by import', PW, 'a.spec.ts', {}, 'playwright'],
  ['vitest by import', VI, 'a.test.ts', {}, 'vitest'],
  ['jest by import', `import { test } from '@jest/globals';\n`, 'a.test.ts', {}, 'jest'],
  [
    'fixtures of the project',
    `import { test } from './fixtures';\n`,
    'a.spec.ts',
    { 'fixtures.ts': `import { test as base } from '@playwright/test';\nexport const test = base.extend({});` },
    'playwright',
  ],
  [
    're-exported fixtures by path alias',
    `import { test } from '@e2e/index';\n`,
    'a.spec.ts',
    {
      'tsconfig.json': '{"compilerOptions":{"paths":{"@e2e/*":["./support/*"]}}}',
      'support/index.ts': `export * from './base.js';`,
      'support/base.ts': `export { test } from '@playwright/test';`,
    },
    'playwright',
  ],
  [
    'globals under a Playwright testDir',
    '',
    'e2e/a.spec.ts',
    { 'playwright.config.ts': `export default { testDir: './e2e' };`, 'vitest.config.ts': '' },
    'playwright',
  ],
  [
    'globals beside a Vitest config',
    '',
    'src/a.test.ts',
    { 'playwright.config.ts': `export default { testDir: './e2e' };`, 'vitest.config.ts': '' },
    'vitest',
  ],
  ['globals with jest installed', '', 'a.test.js', { 'package.json': '{"devDependencies":{"jest":"1"}}' }, 'jest'],
])('runner: %s', async (_name, head, file, more, runner) => {
  expect(await testsOf(`${head}test('a', () => {});`, file, more)).toMatchObject({
    runner,
    tests: [{ titlePath: ['a'] }],
  });
});

test('a setup file without a telling name counts, a library of tests does not', async () => {
  const root = writeProject({
    'auth.setup.ts': `import { test as setup } from '@playwright/test';\nsetup('log in', async () => {});`,
    'support/suite.ts': `import { test } from '@playwright/test';\nexport function suite(name: string) { test(name, () => {}); }`,
    'support/shop-test.ts': `import { test as base } from '@playwright/test';\nexport const test = base.extend({});`,
    'a.spec.ts': `import { suite } from './support/suite';\n\nsuite('x');`,
  });
  const { testFiles } = await readProjectManifest({ root });
  expect(testFiles.map((one) => [one.file, one.tests.map((item) => [item.titlePath.join(), item.line])])).toEqual([
    ['a.spec.ts', [['${…}', 3]]],
    ['auth.setup.ts', [['log in', 2]]],
  ]);
});

test('reached files: re-exports, aliases, dynamic import, require, workspace packages; no types, no tests', async () => {
  const root = writeProject({
    'package.json': '{"workspaces":["packages/*"]}',
    'packages/core/package.json': '{"name":"@app/core","exports":{".":"./dist/index.js"}}',
    'packages/core/src/index.ts': `export * from './money.js';`,
    'packages/core/src/money.ts': 'export const cent = 1;',
    'tsconfig.json': '{"compilerOptions":{"baseUrl":".","paths":{"~/*":["src/*"]}}}',
    'src/a.ts': `export { b } from './b';\nimport type { T } from './types';`,
    'src/b.ts': `export const b = 1; const c = require('./c');`,
    'src/c.js': 'module.exports = 1;',
    'src/types.ts': 'export type T = 1;',
    'src/lazy.ts': '',
    'src/unused.ts': '',
    'test/x.test.ts': `import { test } from 'vitest';\nimport { a } from '~/a';\nimport '@app/core';\nimport './y.test';\ntest('x', async () => { await import('../src/lazy.js'); });`,
    'test/y.test.ts': `import { test } from 'vitest';\ntest('y', () => {});`,
  });
  const { testFiles } = await readProjectManifest({ root });
  expect(testFiles[0]).toMatchObject({
    file: 'test/x.test.ts',
    reaches: [
      'packages/core/src/index.ts',
      'packages/core/src/money.ts',
      'src/a.ts',
      'src/b.ts',
      'src/c.js',
      'src/lazy.ts',
    ],
  });
});

test('a broken file is told and the rest is read', async () => {
  const root = writeProject({
    'a.test.ts': `${VI}test('a', () => { const = ; });\ntest('b', () => {});`,
    'b.js': 'function (',
  });
  const manifest = await readProjectManifest({ root });
  expect(
    manifest.lacked
      .filter((sentence) => sentence.includes('syntax error'))
      .map((sentence) => sentence.split(' ')[0])
      .toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1)),
  ).toEqual(['a.test.ts', 'b.js']);
  expect(manifest.testFiles[0]?.tests.map((one) => one.titlePath[0])).toEqual(['a', 'b']);
});

test('an empty folder gives an empty map that says so', async () => {
  const manifest = await readProjectManifest({ root: writeProject({}) });
  expect(manifest).toMatchObject({ services: [], endpoints: [], testFiles: [], complexity: {} });
  expect(manifest.lacked).toHaveLength(1);
});
