import { expect, test } from 'vitest';

import { type Files, impactOf, two, twoNow, using } from '../fixtures/changed-project.ts';

const other = { 'other.test.ts': using('./src/none'), 'src/none.ts': two };

test.each<[name: string, file: string, after: string | undefined, reached: string[], before: Files]>([
  [
    'a new module that is found before the folder of its name',
    'src/x.ts',
    twoNow,
    ['x.test.ts'],
    { 'src/x/index.ts': two, 'x.test.ts': using('./src/x') },
  ],
  [
    'a module that is gone, and leaves its name to a folder',
    'src/x.ts',
    undefined,
    ['x.test.ts'],
    { 'src/x.ts': two, 'src/x/index.ts': two, 'x.test.ts': using('./src/x') },
  ],
  [
    'a module that is gone, and leaves its alias to another folder',
    'src/x.ts',
    undefined,
    ['x.test.ts'],
    {
      'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*", "./base/*"] } } }',
      'src/x.ts': two,
      'base/x.ts': two,
      'x.test.ts': using('@/x'),
    },
  ],
  [
    'JavaScript beside the TypeScript of the same name, which bundlers take first',
    'src/x.js',
    twoNow,
    ['x.test.ts'],
    { 'src/x.ts': two, 'x.test.ts': using('./src/x') },
  ],
  [
    'what an entry of a workspace package is for another condition',
    'packages/b/src/node.ts',
    twoNow,
    ['x.test.ts'],
    {
      'package.json': '{ "name": "all", "workspaces": ["packages/*"] }',
      'packages/b/package.json':
        '{ "name": "@acme/b", "exports": { "browser": "./src/browser.ts", "default": "./src/node.ts" } }',
      'packages/b/src/browser.ts': two,
      'packages/b/src/node.ts': two,
      'x.test.ts': using('@acme/b'),
    },
  ],
  [
    'what a pattern of entries of a workspace package finds',
    'packages/b/lib/features/x.ts',
    twoNow,
    ['x.test.ts'],
    {
      'package.json': '{ "name": "all", "workspaces": ["packages/*"] }',
      'packages/b/package.json': '{ "name": "@acme/b", "exports": { "./*": "./lib/features/*.ts" } }',
      'packages/b/lib/features/x.ts': two,
      'packages/b/lib/features/y.ts': two,
      'x.test.ts': using('@acme/b/x'),
      'y.test.ts': using('@acme/b/y'),
    },
  ],
  [
    'an entry of the package itself, under a condition of its own',
    'src/v4/index.ts',
    twoNow,
    ['x.test.ts'],
    {
      'package.json':
        '{ "name": "cart", "exports": { "./v4": { "@cart/source": "./src/v4/index.ts", "default": "./v4.js" } } }',
      'src/v4/index.ts': two,
      'x.test.ts': using('cart/v4'),
      'b.test.ts': using('cart/v4', 'b'),
    },
  ],
  [
    'an import of the package by `#`, under any condition',
    'src/db.ts',
    twoNow,
    ['x.test.ts'],
    {
      'package.json':
        '{ "name": "cart", "imports": { "#db": { "node": "./src/db.ts", "default": "./src/db-browser.ts" } } }',
      'src/db.ts': two,
      'src/db-browser.ts': two,
      'x.test.ts': using('#db'),
    },
  ],
  [
    'a module that is imported from the root of the server',
    'src/x.ts',
    twoNow,
    ['x.test.ts'],
    { 'src/x.ts': two, 'x.test.ts': using('/src/x.ts') },
  ],
  [
    'a module whose text is imported',
    'src/x.ts',
    twoNow,
    ['x.test.ts'],
    { 'src/x.ts': two, 'x.test.ts': using('./src/x.ts?raw', 'text') },
  ],
  [
    'a source in a folder that is named like output',
    'src/coverage/x.ts',
    twoNow,
    ['x.test.ts'],
    { 'src/coverage/x.ts': two, 'x.test.ts': using('./src/coverage/x.ts') },
  ],
  [
    'a source behind a module in a folder that is named like output',
    'src/x.ts',
    twoNow,
    ['x.test.ts'],
    {
      'src/x.ts': two,
      'src/coverage/index.ts': "export { a } from '../x.ts';\n",
      'x.test.ts': using('./src/coverage/index.ts'),
    },
  ],
])('%s', (_name, file, after, reached, before) => {
  expect([...impactOf(file, after, { ...before, ...other }).reached.keys()].sort()).toEqual(reached);
});

test.each<[name: string, manifest: string]>([
  ['by its folder', '{ "name": "cart", "dependencies": { "lib": "file:./lib" } }'],
  ['by a link', '{ "name": "cart", "dependencies": { "lib": "link:./lib" } }'],
])('a package of the repository that is installed %s is not taken for a foreign one', (_name, manifest) => {
  const { unclear, reached } = impactOf('lib/src/x.ts', twoNow, {
    'package.json': manifest,
    'lib/package.json': '{ "name": "lib", "main": "dist/index.js" }',
    'lib/src/x.ts': two,
    'x.test.ts': using('lib'),
  });
  expect([...unclear.keys(), ...reached.keys()]).toContain('x.test.ts');
});
