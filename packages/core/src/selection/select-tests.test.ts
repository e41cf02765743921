import fc from 'fast-check';
import { expect, test } from 'vitest';

import { changeRules, testRules } from './registry.ts';
import { selectTests } from './select-tests.ts';
import type { FileDifference, ImpactOfChange, SelectableTest, SelectionInput } from './selection-facts.ts';

const unit = (testId: string, over: Partial<SelectableTest> = {}): SelectableTest => ({
  testId,
  runner: 'vitest',
  file: `src/${testId}.test.ts`,
  endpoints: [],
  last: 'passed',
  ...over,
});

const endToEnd = (testId: string, over: Partial<SelectableTest> = {}): SelectableTest =>
  unit(testId, { runner: 'playwright', file: `e2e/${testId}.spec.ts`, ...over });

/** Two unit tests and two end-to-end tests. `cart` reaches src/cart.ts, `tax` src/tax.ts; a browser executed src/page.ts for `buy` alone. */
const tests: readonly SelectableTest[] = [
  unit('cart'),
  unit('tax'),
  endToEnd('buy', { endpoints: [{ id: 'POST /orders', file: 'server/orders.ts' }] }),
  endToEnd('browse'),
];

const noImpact: ImpactOfChange = {
  reached: new Map(),
  understood: new Set(),
  named: new Set(),
  unclear: new Map(),
  startsProcesses: new Set(),
};

function inputOf(files: readonly (FileDifference | string)[], over: Partial<SelectionInput> = {}): SelectionInput {
  return {
    changed: files.map((file) => (typeof file === 'string' ? { file, kind: 'modified' } : file)),
    tests,
    impact: noImpact,
    imports: new Map([
      ['src/cart.test.ts', ['src/cart.ts']],
      ['src/tax.test.ts', ['src/tax.ts', 'src/cart.ts']],
    ]),
    coverage: {
      filesByTest: new Map([
        ['buy', ['src/page.ts']],
        ['browse', ['src/list.ts']],
      ]),
      precision: new Map([
        ['buy', 'executed'],
        ['browse', 'executed'],
      ]),
    },
    runnerConfigs: new Map([
      ['vitest.config.ts', 'vitest'],
      ['playwright.config.ts', 'playwright'],
    ]),
    ...over,
  };
}

/** That a changed file was looked into, and which files it reaches. */
function impactOf(
  file: string,
  reached: readonly string[],
  over: Partial<ImpactOfChange> = {},
): Partial<SelectionInput> {
  const ways = new Map([[file, `uses \`a\` of ${file}, which changed`]]);
  return {
    impact: {
      ...noImpact,
      reached: new Map(reached.map((one) => [one, ways])),
      understood: new Set([file]),
      ...over,
    },
  };
}

const named = (file: string, reached: readonly string[]): Partial<SelectionInput> =>
  impactOf(file, reached, { understood: new Set(), named: new Set([file]) });

const all = ['cart', 'tax', 'buy', 'browse'];

test.each<[name: string, input: SelectionInput, selected: readonly string[]]>([
  ['nothing', inputOf([]), []],
  ['the lock file', inputOf(['package-lock.json']), all],
  ['a lock file of a package', inputOf(['packages/a/pnpm-lock.yaml']), all],
  ['dependencies', inputOf([{ file: 'package.json', kind: 'modified', fields: ['dependencies'] }]), all],
  [
    'how a package resolves',
    inputOf([{ file: 'package.json', kind: 'modified', fields: ['version', 'exports'] }]),
    all,
  ],
  [
    'the version of a package',
    inputOf([{ file: 'package.json', kind: 'modified', fields: ['version', 'scripts.lint'] }]),
    [],
  ],
  [
    'a script that may start the server',
    inputOf([{ file: 'package.json', kind: 'modified', fields: ['scripts.preview'] }]),
    ['buy', 'browse'],
  ],
  ['the script that tests', inputOf([{ file: 'package.json', kind: 'modified', fields: ['scripts.test:unit'] }]), all],
  ['a package.json that nobody can read', inputOf(['package.json']), all],
  [
    'a package.json whose version a module reads',
    inputOf(
      [{ file: 'package.json', kind: 'modified', fields: ['version'] }],
      named('package.json', ['src/tax.test.ts']),
    ),
    ['tax', 'buy', 'browse'],
  ],
  ['the configuration of one runner', inputOf(['vitest.config.ts']), ['cart', 'tax']],
  [
    'a setup file that a configuration names',
    inputOf(['test/setup.ts'], impactOf('test/setup.ts', ['vitest.config.ts'])),
    ['cart', 'tax'],
  ],
  ['a tsconfig', inputOf(['tsconfig.build.json']), all],
  ['the bundler', inputOf(['vite.config.ts']), all],
  ['the environment', inputOf(['.env.test']), all],
  ['a mock that is found by its place', inputOf(['src/__mocks__/cart.ts'], impactOf('src/__mocks__/cart.ts', [])), all],
  ['a snapshot', inputOf(['src/__snapshots__/tax.test.ts.snap']), ['tax']],
  ['a picture that a page is compared with', inputOf(['e2e/buy.spec.ts-snapshots/cart-linux.png']), ['buy']],
  ['a snapshot of nobody', inputOf(['src/__snapshots__/gone.test.ts.snap']), all],
  ['a test', inputOf(['src/tax.test.ts']), ['tax']],
  ['a test that is gone', inputOf([{ file: 'src/old.test.ts', kind: 'deleted' }]), []],
  ['a declaration of types', inputOf(['src/types.d.ts']), []],
  [
    'a declaration of types, beside a test of types',
    inputOf(['src/types.d.ts'], { tests: [unit('a', { file: 'src/a.test-d.ts' })] }),
    ['a'],
  ],
  [
    'a source that one unit test uses, and the browser never executed',
    inputOf(['src/cart.ts'], impactOf('src/cart.ts', ['src/cart.test.ts'])),
    ['cart', 'buy', 'browse'],
  ],
  ['a source that the browser executed for one', inputOf(['src/page.ts'], impactOf('src/page.ts', [])), ['buy']],
  [
    'a source of the page, and tests that nobody recorded',
    inputOf(['src/page.ts'], {
      ...impactOf('src/page.ts', []),
      coverage: { filesByTest: new Map(), precision: new Map() },
    }),
    ['buy', 'browse'],
  ],
  [
    'a helper of end-to-end tests',
    inputOf(['e2e/pages/cart.ts'], {
      ...impactOf('e2e/pages/cart.ts', ['e2e/browse.spec.ts']),
      tests: tests.filter(({ runner }) => runner === 'playwright'),
      imports: new Map([['e2e/browse.spec.ts', ['e2e/pages/cart.ts']]]),
    }),
    ['browse'],
  ],
  [
    'a server that lies beside the end-to-end tests, and that none of them imports',
    inputOf(['e2e/server.ts'], impactOf('e2e/server.ts', [])),
    ['buy', 'browse'],
  ],
  [
    'a source that a test executed, though its text does not show it',
    inputOf(['src/tax.ts'], {
      ...impactOf('src/tax.ts', []),
      tests: [unit('cart'), unit('tax')],
      coverage: { filesByTest: new Map([['cart', ['src/tax.ts']]]), precision: new Map([['cart', 'executed']]) },
    }),
    ['cart'],
  ],
  [
    'a source that a test only loaded',
    inputOf(['src/tax.ts'], {
      ...impactOf('src/tax.ts', []),
      tests: [unit('cart')],
      coverage: { filesByTest: new Map([['cart', ['src/tax.ts']]]), precision: new Map([['cart', 'imported']]) },
    }),
    [],
  ],
  [
    'a source, and a test that starts processes',
    inputOf(['src/x.ts'], {
      ...impactOf('src/x.ts', [], { startsProcesses: new Set(['src/tax.test.ts']) }),
      tests: [unit('cart'), unit('tax')],
    }),
    ['tax'],
  ],
  [
    'a source, and a test with an import that nobody finds',
    inputOf(['src/x.ts'], {
      ...impactOf('src/x.ts', [], { unclear: new Map([['src/tax.test.ts', '~/a']]) }),
      tests: [unit('cart'), unit('tax')],
    }),
    ['tax'],
  ],
  [
    'a source, and a test that imports nothing',
    inputOf(['src/x.ts'], { ...impactOf('src/x.ts', []), tests: [unit('cart'), unit('alone')] }),
    ['alone'],
  ],
  [
    'data that a module names',
    inputOf(['data/rates.json'], named('data/rates.json', ['src/tax.test.ts'])),
    ['tax', 'buy', 'browse'],
  ],
  ['data that nobody names', inputOf(['data/rates.json']), all],
  ['a readme', inputOf(['README.md', 'docs/a.md', 'LICENSE']), []],
  ['a component and data with the name of a readme', inputOf(['app/Todo.vue', 'public/history.json']), all],
  ['text that may be a page', inputOf(['content/posts/hello.md']), ['buy', 'browse']],
  ['a readme among fixtures', inputOf(['fixtures/README.md']), all],
  [
    'a readme that a test reads',
    inputOf(['README.md'], named('README.md', ['src/tax.test.ts'])),
    ['tax', 'buy', 'browse'],
  ],
  [
    'a pipeline that a test reads by a path that it puts together',
    inputOf(['.github/workflows/ci.yml'], {
      impact: {
        ...noImpact,
        reached: new Map([
          [
            'src/tax.test.ts',
            new Map([['.github/workflows/ci.yml', 'may read .github/workflows/ci.yml, which changed']]),
          ],
        ]),
      },
    }),
    ['tax'],
  ],
  [
    'pipelines, editors and linters',
    inputOf(['.github/workflows/ci.yml', '.vscode/settings.json', 'eslint.config.js', '.gitignore']),
    [],
  ],
  ['what no rule knows', inputOf(['tools/magic.bin']), all],
  ['a file outside of the project', inputOf(['../other/src/a.ts']), all],
  ['a test that failed last', inputOf([], { tests: [unit('a', { last: 'failed' }), unit('b')] }), ['a']],
  ['a test that never passed', inputOf([], { tests: [unit('a', { last: 'never passed' }), unit('b')] }), ['a']],
  [
    'a test that no run remembers, beside others',
    inputOf([], { tests: [{ testId: 'a', runner: 'vitest', file: 'a.test.ts', endpoints: [] }, unit('b')] }),
    ['a'],
  ],
  [
    'tests without any history',
    inputOf([], { tests: [{ testId: 'a', runner: 'vitest', file: 'a.test.ts', endpoints: [] }] }),
    [],
  ],
])('%s', (_name, input, selected) => {
  const selection = selectTests(input);
  expect(selection.tests.filter((one) => one.selected).map(({ testId }) => testId)).toEqual(selected);
  for (const { reason } of selection.tests) expect(reason).toMatch(/^\S.*\.$/u);
});

test('a changed handler of a route runs the end-to-end tests that ask for it, and says so', () => {
  const { tests: judged } = selectTests(inputOf(['server/orders.ts'], impactOf('server/orders.ts', [])));
  expect(judged.map(({ reason }) => reason)).toEqual([
    'It does not reach the changed file.',
    'It does not reach the changed file.',
    'It asks for POST /orders, whose handler uses server/orders.ts.',
    'No recorded run says which end-to-end tests use server/orders.ts; it may run on a server.',
  ]);
});

test('a test that loads a changed file and uses nothing of what changed is told so', () => {
  const { tests: judged } = selectTests(inputOf(['src/cart.ts'], impactOf('src/cart.ts', ['src/cart.test.ts'])));
  expect(judged[1]).toEqual({
    testId: 'tax',
    selected: false,
    reason: 'It loads src/cart.ts and uses nothing that changed there.',
  });
});

test('every rule has a name of its own', () => {
  const names = [...changeRules, ...testRules].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

const anyFile = fc.constantFrom(
  'src/cart.ts',
  'src/tax.ts',
  'src/tax.test.ts',
  'README.md',
  'package-lock.json',
  'vitest.config.ts',
  'data/a.bin',
  'src/__snapshots__/tax.test.ts.snap',
);
const anyChange = fc.record({ file: anyFile, kind: fc.constantFrom('added', 'modified', 'deleted') });
const anyReach = fc.dictionary(anyFile, fc.subarray(['src/cart.test.ts', 'src/tax.test.ts', 'e2e/buy.spec.ts']));

function impactFrom(reach: Readonly<Record<string, readonly string[]>>): ImpactOfChange {
  const reached = new Map<string, Map<string, string>>();
  for (const [file, reachedFiles] of Object.entries(reach))
    for (const one of reachedFiles)
      reached.set(one, new Map([...(reached.get(one) ?? []), [file, `uses \`a\` of ${file}, which changed`]]));
  return { ...noImpact, reached, understood: new Set(Object.keys(reach)) };
}

test('more changed files never select fewer tests', () => {
  fc.assert(
    fc.property(fc.array(anyChange), fc.array(anyChange), anyReach, (some, more, reach) => {
      const impact = impactFrom(reach);
      const selectedOf = (changed: readonly FileDifference[]): readonly string[] =>
        selectTests(inputOf(changed, { impact })).tests.flatMap((one) => (one.selected ? [one.testId] : []));
      expect(selectedOf([...some, ...more])).toEqual(expect.arrayContaining([...selectedOf(some)]));
    }),
  );
});

test('where nothing is known of a changed file, everything is selected', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}\.(?:bin|wasm|sql|ts|html)$/u), (file) => {
      const { tests: judged, everything } = selectTests(inputOf([file]));
      expect(everything).toContain(file);
      expect(judged.every(({ selected }) => selected)).toBe(true);
    }),
  );
});
