import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { openSourceTree } from '../tree/source-tree.ts';
import { findChangeImpact } from './find-change-impact.ts';

/** Changes one file (`undefined` deletes it) after all were written, and tells the tests that this reaches. */
function reachedBy(file: string, after: string | undefined, before: Readonly<Record<string, string>>): string[] {
  const root = writeProject({ 'package.json': '{ "name": "cart" }', ...before });
  if (after === undefined) rmSync(join(root, file));
  else writeFileSync(join(root, file), after);
  const tree = openSourceTree({ root });
  const tests = tree.files.filter((one) => one.endsWith('.test.ts'));
  const change = { file, before: before[file], deleted: after === undefined };
  return [...findChangeImpact(tree, tests, [change]).reached.keys()].sort();
}

const registry =
  'const all = new Map();\nexport const define = (n, v) => { all.set(n, v); return v; };\nexport const get = (n) => all.get(n);\n';
const user = "import { define } from './registry';\nexport const User = define('user', 1);\n";
const made = "import { make } from './make';\nexport const made = make(1);\nexport const other = 1;\n";
const two = 'export const b = 1;\nexport const c = 1;\n';
const reading = (imported: string, body: string): string =>
  `import { readFileSync } from '${imported}';\nimport { c } from './src/b';\ntest('r', () => [c, ${body}]);\n`;

test.each<[name: string, file: string, after: string | undefined, reached: string[], before: Record<string, string>]>([
  [
    'a deleted module that an index file still offers, of which a test uses something else',
    'src/b.ts',
    undefined,
    ['c.test.ts'],
    {
      'src/b.ts': 'export const b = 1;\n',
      'src/index.ts': "export * from './b';\nexport const c = 1;\n",
      'c.test.ts': "import { c } from './src/index';\ntest('c', () => c);\n",
    },
  ],
  [
    'a module that cannot be parsed any more',
    'src/b.ts',
    'export const b = ;\nexport const c = 1;\n',
    ['c.test.ts'],
    { 'src/b.ts': two, 'c.test.ts': "import { c } from './src/b';\ntest('c', () => c);\n" },
  ],
  [
    'a module that registers itself is not loaded any more',
    'src/index.ts',
    'export const plugins = () => [1];\nexport const names = () => globalThis.all;\n',
    ['names.test.ts'],
    {
      'src/german.ts': "globalThis.all = ['de'];\nexport const german = 1;\n",
      'src/index.ts':
        "import { german } from './german';\nexport const plugins = () => [german];\nexport const names = () => globalThis.all;\n",
      'names.test.ts': "import { names } from './src/index';\ntest('n', () => names());\n",
    },
  ],
  [
    'what is made in a module that is imported for its effects',
    'src/made.ts',
    made.replace('make(1)', 'make(2)'),
    ['effect.test.ts'],
    {
      'src/make.ts': 'export const make = (n) => n;\n',
      'src/made.ts': made,
      'effect.test.ts': "import './src/made';\ntest('e', () => 1);\n",
      'other.test.ts': "import { other } from './src/made';\ntest('o', () => other);\n",
    },
  ],
  [
    'what is registered under a name, behind an index file',
    'src/user.ts',
    user.replace('1', '2'),
    ['get.test.ts'],
    {
      'src/registry.ts': registry,
      'src/user.ts': user,
      'src/index.ts': "export * from './user';\nexport { get } from './registry';\n",
      'get.test.ts': "import { get } from './src/index';\ntest('g', () => get('user'));\n",
    },
  ],
  [
    'what a constant starts when its module is loaded, for all that load it',
    'src/clock.ts',
    "import { startClock } from './start';\nexport const stop = startClock(2);\nexport const other = 1;\n",
    ['other.test.ts'],
    {
      'src/start.ts': 'export const startClock = (n) => { globalThis.now = n; return () => n; };\n',
      'src/clock.ts':
        "import { startClock } from './start';\nexport const stop = startClock(1);\nexport const other = 1;\n",
      'other.test.ts': "import { other } from './src/clock';\ntest('o', () => [other, globalThis.now]);\n",
    },
  ],
  [
    'data that a template names',
    'src/data/a.json',
    '2',
    ['read.test.ts'],
    {
      'src/data/a.json': '1',
      'src/b.ts': two,
      'read.test.ts': reading('node:fs', 'readFileSync(`${import.meta.dirname}/src/data/a.json`)'),
    },
  ],
  [
    'data whose path is joined',
    'src/data/a.json',
    '2',
    ['src/lib/read.test.ts'],
    {
      'src/data/a.json': '1',
      'src/lib/read.test.ts': "test('r', () => readFileSync(join(import.meta.dirname, '..', 'data', 'a.json')));\n",
    },
  ],
  [
    'data in a folder whose path is joined',
    'src/data/a.json',
    '2',
    ['src/lib/read.test.ts'],
    {
      'src/data/a.json': '1',
      'src/lib/read.test.ts':
        "import { readdirSync } from 'fs';\ntest('r', () => readdirSync(join(import.meta.dirname, '..', 'data')));\n",
    },
  ],
  [
    'sources in a folder that a test reads',
    'src/rules/a.ts',
    'export const a = 2;\n',
    ['read.test.ts'],
    {
      'src/rules/a.ts': 'export const a = 1;\n',
      'src/rules/index.ts': "export * from './a';\n",
      'src/b.ts': two,
      'read.test.ts': reading('node:fs', "readdirSync('src/rules')"),
      'none.test.ts': "import { c } from './src/b';\ntest('n', () => ['src/rules', c]);\n",
    },
  ],
  [
    'sources that a pattern finds',
    'src/rules/a.ts',
    'export const a = 2;\n',
    ['read.test.ts'],
    {
      'src/rules/a.ts': 'export const a = 1;\n',
      'src/b.ts': two,
      'read.test.ts': reading('tinyglobby', "globSync('src/**/*.ts')"),
    },
  ],
  [
    'a module that a pattern with an alias finds',
    'src/m/a.ts',
    'export default 2;\n',
    ['glob.test.ts'],
    {
      'src/m/a.ts': 'export default 1;\n',
      'src/b.ts': two,
      'glob.test.ts': "import { c } from './src/b';\ntest('g', () => [c, import.meta.glob('@/m/*.ts')]);\n",
    },
  ],
])('%s', (_name, file, after, reached, before) => {
  expect(reachedBy(file, after, before)).toEqual(reached);
});
