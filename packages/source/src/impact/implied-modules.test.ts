import { expect, test } from 'vitest';

import { type Files, impactOf, two, twoNow, using } from '../fixtures/changed-project.ts';

const other = { 'other.test.ts': using('./src/none'), 'src/none.ts': two };

test.each<[name: string, file: string, after: string | undefined, reached: string[], before: Files]>([
  [
    'what a module in `__mocks__` uses, for those that mock',
    'src/users.ts',
    twoNow,
    ['x.test.ts'],
    {
      'src/users.ts': two,
      'src/api.ts': two,
      'src/__mocks__/api.ts': "import { a } from '../users';\nexport const b = () => a;\n",
      'x.test.ts': `vi.mock('./src/api');\n${using('./src/api', 'b')}`,
    },
  ],
  [
    'what a module in `__mocks__` uses that stands for a package',
    'src/users.ts',
    twoNow,
    ['x.test.ts'],
    {
      'src/users.ts': two,
      '__mocks__/axios.ts': "import { a } from '../src/users';\nexport default () => a;\n",
      'x.test.ts': "vi.mock('axios');\ntest('x', () => 1);\n",
    },
  ],
  [
    'a setup file that is named without its ending',
    'test/setup.ts',
    'globalThis.x = 2;\n',
    ['vitest.config.ts'],
    { 'test/setup.ts': 'globalThis.x = 1;\n', 'vitest.config.ts': "export default { setupFiles: './test/setup' };\n" },
  ],
  [
    'a setup file of a workspace package',
    'packages/b/src/index.ts',
    'globalThis.x = 2;\n',
    ['vitest.config.ts'],
    {
      'package.json': '{ "name": "all", "workspaces": ["packages/*"] }',
      'packages/b/package.json': '{ "name": "@acme/b", "main": "src/index.ts" }',
      'packages/b/src/index.ts': 'globalThis.x = 1;\n',
      'vitest.config.ts': "export default { setupFiles: ['@acme/b'] };\n",
    },
  ],
  [
    'a setup file below the root that a project in the configuration has',
    'packages/b/setup.ts',
    'globalThis.x = 2;\n',
    ['vitest.config.ts'],
    {
      'packages/b/setup.ts': 'globalThis.x = 1;\n',
      'vitest.config.ts': "export default { projects: [{ root: './packages/b', setupFiles: ['./setup.ts'] }] };\n",
    },
  ],
  [
    'the JSX runtime that a comment names',
    'src/jsx/jsx-dev-runtime.ts',
    'export const jsxDEV = () => 2;\n',
    ['x.test.tsx'],
    {
      'src/jsx/jsx-dev-runtime.ts': 'export const jsxDEV = () => 1;\n',
      'x.test.tsx': "/** @jsxImportSource ./src/jsx */\ntest('x', () => <p />);\n",
    },
  ],
  [
    'the JSX runtime that the compiler options name',
    'src/jsx/jsx-dev-runtime.ts',
    'export const jsxDEV = () => 2;\n',
    ['x.test.tsx'],
    {
      'package.json': '{ "name": "cart", "exports": { "./jsx/*": "./src/jsx/*.ts" } }',
      'tsconfig.json': '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "cart/jsx" } }',
      'src/jsx/jsx-dev-runtime.ts': 'export const jsxDEV = () => 1;\n',
      'x.test.tsx': "test('x', () => <p />);\n",
    },
  ],
  [
    'the function that makes elements, which no text names',
    'src/h.ts',
    'export const h = () => 2;\n',
    ['x.test.tsx'],
    {
      'src/h.ts': 'export const h = () => 1;\n',
      'x.test.tsx': "import { h } from './src/h';\ntest('x', () => <p />);\n",
    },
  ],
  [
    'a module whose path is kept in a constant, and that others import',
    'src/x.ts',
    twoNow,
    ['x.test.ts', 'y.test.ts'],
    {
      'src/x.ts': two,
      'x.test.ts': "const path = './src/x';\ntest('x', async () => import(path));\n",
      'y.test.ts': using('./src/x'),
    },
  ],
  [
    'a module whose path lies in a list',
    'src/x.ts',
    twoNow,
    ['x.test.ts', 'y.test.ts'],
    {
      'src/x.ts': two,
      'src/load.ts':
        "const pages = { x: './x' };\nexport const load = async (name: string) => import(pages[name]);\nexport const b = 1;\n",
      'b.test.ts': using('./src/load', 'b'),
      'x.test.ts': using('./src/load', 'load'),
      'y.test.ts': using('./src/x'),
    },
  ],
  [
    'modules of a folder in the middle of a computed path',
    'src/rules/x.ts',
    twoNow,
    ['x.test.ts', 'y.test.ts'],
    {
      'src/rules/x.ts': two,
      'x.test.ts': 'test(`x`, async () => import(`${root}/src/rules/${name}.ts`));\n',
      'y.test.ts': using('./src/rules/x'),
    },
  ],
  [
    'modules of the folder above that a pattern finds',
    'src/x.ts',
    twoNow,
    ['test/x.test.ts'],
    { 'src/x.ts': two, 'test/x.test.ts': "test('x', () => import.meta.glob('../**/*.ts'));\n" },
  ],
  [
    'modules that a pattern finds from the root of a package',
    'packages/b/src/x.ts',
    twoNow,
    ['packages/b/x.test.ts'],
    { 'packages/b/src/x.ts': two, 'packages/b/x.test.ts': "test('x', () => import.meta.glob('/src/*.ts'));\n" },
  ],
  [
    'data whose name run time completes, and that another test names in full',
    'test/data/a.txt',
    '2',
    ['test/a.test.ts', 'test/any.test.ts'],
    {
      'test/data/a.txt': '1',
      'test/a.test.ts': "test('a', () => read('./data/a.txt'));\n",
      'test/any.test.ts': "test('any', () => read(new URL(`./data/${name}.txt`, import.meta.url)));\n",
    },
  ],
  [
    'data that is imported without its ending',
    'src/data.json',
    '2',
    ['a.test.ts', 'b.test.ts'],
    { 'src/data.json': '1', 'a.test.ts': using('./src/data.json'), 'b.test.ts': using('./src/data') },
  ],
  [
    'inputs of cases that nobody imports, in a folder that a test reads',
    'test/inputs/basic/x.ts',
    twoNow,
    ['test/x.test.ts'],
    {
      'test/inputs/basic/x.ts': two,
      'test/x.test.ts':
        "import { readdirSync } from 'node:fs';\ntest('x', () => readdirSync(join(import.meta.dirname, 'inputs')));\n",
    },
  ],
])('%s', (_name, file, after, reached, before) => {
  expect([...impactOf(file, after, { ...before, ...other }).reached.keys()].sort()).toEqual(reached);
});
