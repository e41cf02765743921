import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { type ChangeImpact, findChangeImpact } from './find-change-impact.ts';

/** A barrel, two modules behind it, and a test of each. */
const project: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "cart" }',
  'src/index.ts': "export { total } from './total';\nexport * from './tax';\n",
  'src/total.ts': 'export function total(a: number[]): number { return a.length; }\nexport const limit = 3;\n',
  'src/tax.ts': "import { limit } from './total';\nexport const tax = (n: number): number => n + limit;\n",
  'total.test.ts': "import { total } from './src/index';\ntest('total', () => total([]));\n",
  'tax.test.ts': "import { tax } from './src/index';\ntest('tax', () => tax(1));\n",
};

/** Changes files (`undefined` deletes one) after the rest was written, and tells the tests that this reaches. */
function impactOf(
  after: Readonly<Record<string, string | undefined>>,
  more: Record<string, string> = {},
): ChangeImpact {
  const before: Record<string, string> = { ...project, ...more };
  const root = writeProject(before);
  for (const [file, text] of Object.entries(after))
    if (text === undefined) rmSync(join(root, file));
    else writeFileSync(join(root, file), text);
  const tree = openSourceTree({ root });
  return findChangeImpact(
    tree,
    tree.files.filter((file) => file.endsWith('.test.ts')),
    Object.entries(after).map(([file, text]) => ({ file, before: before[file], deleted: text === undefined })),
  );
}

const both = ['tax.test.ts', 'total.test.ts'];
const totalOf = (text: string): Record<string, string> => ({ 'src/total.ts': text });
const limit = 'export const limit = 3;\n';

test.each<
  [name: string, after: Record<string, string | undefined>, reached: readonly string[], more?: Record<string, string>]
>([
  [
    'a function behind a barrel',
    totalOf(`export function total(a: number[]): number { return 1; }\n${limit}`),
    ['total.test.ts'],
  ],
  [
    'a constant that another module uses',
    totalOf('export function total(a: number[]): number { return a.length; }\nexport const limit = 4;\n'),
    ['tax.test.ts'],
  ],
  [
    'a comment',
    totalOf(`/** Counts. */\nexport function total(a: number[]): number { return a.length; }\n${limit}`),
    [],
  ],
  [
    'a type',
    totalOf(`interface A { b: 1 }\nexport function total(a: number[]): number { return a.length; }\n${limit}`),
    [],
  ],
  [
    'a statement that runs when the module is loaded',
    totalOf(`export function total(a: number[]): number { return a.length; }\n${limit}globalThis.x = 1;\n`),
    both,
  ],
  ['an import for its effects', { 'src/tax.ts': `import './total';\n${project['src/tax.ts']}` }, both],
  [
    'a name that is imported from elsewhere',
    {
      'src/tax.ts': "import { limit } from './limits';\nexport const tax = (n: number): number => n + limit;\n",
      'src/limits.ts': 'export const limit = 9;\n',
    },
    ['tax.test.ts'],
  ],
  [
    'a deleted module that a test still imports',
    { 'src/extra.ts': undefined },
    ['extra.test.ts'],
    {
      'src/extra.ts': 'export const extra = 1;\n',
      'extra.test.ts': "import { extra } from './src/extra';\ntest('e', () => extra);\n",
    },
  ],
  [
    'a re-export that is added',
    { 'src/index.ts': `${project['src/index.ts']}export { limit as most } from './total';\n` },
    [],
  ],
  [
    'a re-export that means something else',
    { 'src/index.ts': "export { limit as total } from './total';\nexport * from './tax';\n" },
    ['total.test.ts'],
  ],
  [
    'a mocked module',
    totalOf(`export function total(a: number[]): number { return 1; }\n${limit}`),
    ['mock.test.ts', 'total.test.ts'],
    { 'mock.test.ts': "vi.mock('./src/total');\ntest('m', () => 1);\n" },
  ],
  [
    'a module that is imported when it is needed',
    totalOf(`export function total(a: number[]): number { return 1; }\n${limit}`),
    ['late.test.ts', 'total.test.ts'],
    { 'late.test.ts': "test('l', async () => (await import('./src/total')).limit);\n" },
  ],
  [
    'a module of a folder that is imported by a computed path',
    { 'plugins/a.ts': 'export const a = 2;\n' },
    ['glob.test.ts'],
    {
      'plugins/a.ts': 'export const a = 1;\n',
      'glob.test.ts': 'test(`g`, async () => import(`./plugins/${name}.ts`));\n',
    },
  ],
  [
    'a module that nobody imports, beside an import of what only run time knows',
    { 'plugins/a.ts': 'export const a = 2;\n' },
    ['any.test.ts'],
    { 'plugins/a.ts': 'export const a = 1;\n', 'any.test.ts': "test('a', async () => import(name));\n" },
  ],
  [
    'data that a test reads by its name',
    { 'data/a.json': '2' },
    ['data.test.ts'],
    { 'data/a.json': '1', 'data.test.ts': "test('d', () => read('data/a.json'));\n" },
  ],
  [
    'data in a folder that a test names',
    { 'data/a.json': '2' },
    ['data.test.ts'],
    { 'data/a.json': '1', 'data.test.ts': "test('d', () => readAll('./data'));\n" },
  ],
  [
    'a method that a subclass inherits',
    { 'src/base.ts': 'export class Base { a() { return 2; } }\n' },
    ['sub.test.ts'],
    {
      'src/base.ts': 'export class Base { a() { return 1; } }\n',
      'src/sub.ts': "import { Base } from './base';\nexport class Sub extends Base {}\n",
      'sub.test.ts': "import { Sub } from './src/sub';\ntest('s', () => new Sub());\n",
    },
  ],
  [
    'a member of a module that is imported as a whole',
    totalOf(`export function total(a: number[]): number { return 1; }\n${limit}`),
    ['total.test.ts'],
    { 'all.test.ts': "import * as all from './src/total';\ntest('a', () => all.limit);\n" },
  ],
  [
    'a handler that registers itself',
    { 'src/a.ts': 'export const a = () => 2;\n' },
    ['app.test.ts'],
    {
      'src/a.ts': 'export const a = () => 1;\n',
      'src/app.ts':
        "import { a } from './a';\nconst routes = [];\nroutes.push(a);\nexport const get = () => routes[0]();\n",
      'app.test.ts': "import { get } from './src/app';\ntest('g', () => get());\n",
    },
  ],
  [
    'what is registered in a Map of its module, for those that use the Map alone',
    { 'src/a.ts': 'export const a = () => 2;\n' },
    ['map.test.ts'],
    {
      'src/a.ts': 'export const a = () => 1;\n',
      'src/map.ts':
        "import { a } from './a';\nconst routes = new Map();\nroutes.set('a', a);\nexport const get = () => routes.get('a')();\nexport const other = 1;\n",
      'map.test.ts': "import { get } from './src/map';\ntest('g', () => get());\n",
      'other.test.ts': "import { other } from './src/map';\ntest('o', () => other);\n",
    },
  ],
  [
    'what is registered elsewhere, for all that load it',
    { 'src/a.ts': 'export const a = () => 2;\n' },
    ['other.test.ts'],
    {
      'src/a.ts': 'export const a = () => 1;\n',
      'src/registry.ts': 'export const routes = new Map();\n',
      'src/map.ts':
        "import { a } from './a';\nimport { routes } from './registry';\nroutes.set('a', a);\nexport const other = 1;\n",
      'other.test.ts': "import { other } from './src/map';\ntest('o', () => other);\n",
    },
  ],
  [
    'CommonJS',
    { 'src/old.js': 'exports.a = 2;\n' },
    ['old.test.ts'],
    {
      'src/old.js': 'exports.a = 1;\n',
      'old.test.ts': "const { a } = require('./src/old.js');\ntest('o', () => a);\n",
    },
  ],
  [
    'a component of a single file',
    { 'src/total.ts': `export function total(a: number[]): number { return 1; }\n${limit}` },
    ['page.test.ts', 'total.test.ts'],
    {
      'src/Page.vue': "<script setup>\nimport { total } from './total'\n</script>",
      'page.test.ts': "import Page from './src/Page.vue';\ntest('p', () => Page);\n",
    },
  ],
])('%s', (_name, after, reached, more) => {
  expect([...impactOf(after, more).reached.keys()].sort()).toEqual(reached);
});

test('tells how a change gets there', () => {
  const { reached } = impactOf(totalOf(`export function total(a: number[]): number { return 1; }\n${limit}`));
  expect(reached.get('total.test.ts')?.get('src/total.ts')).toBe('uses `total` of src/total.ts, which changed');
});

test('built output and aliases that nobody resolves are unclear, installed packages are not', () => {
  const { unclear } = impactOf(
    { 'src/tax.ts': 'export const tax = 1;\n' },
    {
      'built.test.ts': "import '../dist/index.js';\ntest('b', () => 1);\n",
      'alias.test.ts': "import { a } from '~/a';\ntest('a', () => a);\n",
      'node.test.ts': "import 'node:fs';\ntest('n', () => 1);\n",
    },
  );
  expect(Object.fromEntries(unclear)).toEqual({ 'built.test.ts': '../dist/index.js', 'alias.test.ts': '~/a' });
});

const starting = (body: string, imported = 'spawnSync, execFile'): string =>
  `import { ${imported} } from 'node:child_process';\nimport { test } from 'vitest';\ntest('c', () => ${body});\n`;

test('a test that starts programs which may run sources is told', () => {
  const { startsProcesses } = impactOf(
    { 'src/tax.ts': 'export const tax = 1;\n' },
    {
      'node.test.ts': starting("spawnSync(process.execPath, ['x'])"),
      'npx.test.ts': starting("spawnSync('npx', ['tsx', 'x'])"),
      'kept.test.ts': starting('promisify(execFile)'),
      'git.test.ts': starting("spawnSync('git', ['log'])"),
      'helped.test.ts': "import { run } from './test/run';\ntest('h', () => run());\n",
      'test/run.ts': "import { execa } from 'execa';\nexport const run = () => execa`node cli.js`;\n",
      'type.test.ts':
        "import type { ChildProcess } from 'node:child_process';\ntest('t', () => 1 as unknown as ChildProcess);\n",
    },
  );
  expect([...startsProcesses].sort()).toEqual(['helped.test.ts', 'kept.test.ts', 'node.test.ts', 'npx.test.ts']);
});
