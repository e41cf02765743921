import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

type Files = Readonly<Record<string, string>>;

const parts = [
  'tax',
  'total',
  'discount',
  'shipping',
  'stock',
  'order',
  'invoice',
  'refund',
  'coupon',
  'basket',
] as const;

/** A module that adds its part to a number, and takes the step that all take. */
const partOf = (name: string, amount: number): string =>
  `import { step } from './step';\n\n/** Adds the ${name}. */\nexport function ${name}(value: number): number {\n  return value + ${amount} * step;\n}\n`;

/** Tests take their time, so that skipping one is worth something. */
const testOf = (name: string, expected: number): string =>
  `import { expect, test } from 'vitest';\nimport { ${name} } from '../src';\n\ntest('${name}', async () => {\n  await new Promise((done) => setTimeout(done, 100));\n  expect(${name}(1)).toBe(${expected});\n});\n`;

const barrel = [
  ...parts.map((name) => `export * from './${name}';`),
  "export { rate } from './rate';",
  "export { handle } from './handlers';",
  '',
].join('\n');

const first: Files = {
  'package.json': '{ "name": "shop-sums", "private": true, "type": "module", "devDependencies": { "vitest": "*" } }\n',
  '.gitignore': 'node_modules\n',
  'vitest.config.ts':
    "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { include: ['test/**/*.test.ts'] } });\n",
  'src/index.ts': barrel,
  'src/step.ts': 'export const step = 1;\n',
  'src/rate.ts':
    "import { readFileSync } from 'node:fs';\nexport const rate = (): number => JSON.parse(readFileSync(new URL('./rates.json', import.meta.url), 'utf8')).eu;\n",
  'src/rates.json': '{ "eu": 19 }\n',
  'src/handlers.ts':
    "import { total } from './total';\nconst handlers = new Map<string, (value: number) => number>();\nhandlers.set('total', total);\nexport const handle = (name: string, value: number): number => handlers.get(name)?.(value) ?? 0;\n",
  'test/rate.test.ts':
    "import { expect, test } from 'vitest';\nimport { rate } from '../src';\ntest('rate', () => expect(rate()).toBe(19));\n",
  'test/handle.test.ts':
    "import { expect, test } from 'vitest';\nimport { handle } from '../src';\ntest('total', () => expect(handle('total', 1)).toBe(3));\ntest('unknown', () => expect(handle('x', 1)).toBe(0));\n",
  ...Object.fromEntries(parts.map((name, index) => [`src/${name}.ts`, partOf(name, index + 1)])),
  ...Object.fromEntries(parts.map((name, index) => [`test/${name}.test.ts`, testOf(name, index + 2)])),
};

/** What the commits make of the amounts; the others are as they were. */
const amountsAtLast: Readonly<Partial<Record<string, number>>> = { tax: 5, total: 3, stock: 6 };

/** What teams do: mend a function, add a module, change data, change what one and what all use, register something, tidy types. */
const commits: readonly (readonly [subject: string, files: Files])[] = [
  ['Tax is five', { 'src/tax.ts': partOf('tax', 5), 'test/tax.test.ts': testOf('tax', 6) }],
  [
    'Gifts',
    {
      'src/gift.ts': partOf('gift', 2),
      'src/index.ts': `${barrel}export * from './gift';\n`,
      'test/gift.test.ts': testOf('gift', 3),
    },
  ],
  [
    'Another rate',
    {
      'src/rates.json': '{ "eu": 20 }\n',
      'src/rate.ts': `// In per cent.\n${first['src/rate.ts'] ?? ''}`,
      'test/rate.test.ts': (first['test/rate.test.ts'] ?? '').replace('19', '20'),
    },
  ],
  [
    'Totals, also where they are handled',
    {
      'src/total.ts': partOf('total', 3),
      'test/total.test.ts': testOf('total', 4),
      'test/handle.test.ts': (first['test/handle.test.ts'] ?? '').replace('toBe(3)', 'toBe(4)'),
    },
  ],
  [
    'Refunds are handled',
    {
      'src/handlers.ts': (first['src/handlers.ts'] ?? '')
        .replace('import { total }', "import { refund } from './refund';\nimport { total }")
        .replace("handlers.set('total', total);", "handlers.set('total', total);\nhandlers.set('refund', refund);"),
      'test/handle.test.ts': `${(first['test/handle.test.ts'] ?? '').replace('toBe(3)', 'toBe(4)')}test('refund', () => expect(handle('refund', 1)).toBe(9));\n`,
    },
  ],
  [
    'Stock by type',
    {
      'src/stock.ts': `type Count = number;\n${partOf('stock', 6).replaceAll('number', 'Count')}`,
      'test/stock.test.ts': testOf('stock', 7),
    },
  ],
  [
    'Steps of two',
    {
      'src/step.ts': 'export const step = 2;\n',
      'test/handle.test.ts': `${(first['test/handle.test.ts'] ?? '').replace('toBe(3)', 'toBe(7)')}test('refund', () => expect(handle('refund', 1)).toBe(17));\n`,
      ...Object.fromEntries(
        [...parts.entries()].map(([index, name]) => [
          `test/${name}.test.ts`,
          testOf(name, 1 + 2 * (amountsAtLast[name] ?? index + 1)),
        ]),
      ),
      'test/gift.test.ts': testOf('gift', 5),
    },
  ],
];

/** Writes a small repository with a history in which every test imports everything through one index file. */
export function writeRepository(): string {
  const root = join(mkdtempSync(join(tmpdir(), 'millwright-commits-')), 'shop-sums');
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], { cwd: root });
  };
  const commit = (subject: string, files: Files): void => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', subject);
  };
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  symlinkSync(resolve('node_modules/vitest'), join(root, 'node_modules/vitest'));
  commit('Sums', first);
  for (const [subject, files] of commits) commit(subject, files);
  return root;
}
