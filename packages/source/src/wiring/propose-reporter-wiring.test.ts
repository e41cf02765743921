import { describe, expect, test } from 'vitest';
import { ts } from 'ts-morph';

import { applyPatchToText } from '../patch/apply-patch.ts';
import { proposeReporterWiring } from './propose-reporter-wiring.ts';

type Runner = 'playwright' | 'vitest';

/** name, file, before, expected text (or part of the reason when it is unsupported). */
type Row = readonly [name: string, path: string, before: string, after: string];

const CI = "process.env.CI ? 'dot' : 'list'";
const PW = "['@millwright/playwright']";

const PLAYWRIGHT: readonly Row[] = [
  [
    'no reporter',
    'playwright.config.ts',
    "export default defineConfig({\n  testDir: './e2e',\n});\n",
    `export default defineConfig({\n  testDir: './e2e',\n  reporter: [[${CI}], ${PW}],\n});\n`,
  ],
  [
    'no reporter, one line',
    'playwright.config.ts',
    "export default { testDir: 'e2e' };",
    `export default { testDir: 'e2e', reporter: [[${CI}], ${PW}] };`,
  ],
  [
    'empty object with a comment',
    'playwright.config.js',
    'export default {/* nothing */};',
    `export default { reporter: [[${CI}], ${PW}] /* nothing */};`,
  ],
  [
    'string',
    'playwright.config.ts',
    "export default defineConfig({ reporter: 'html' });",
    `export default defineConfig({ reporter: [['html'], ${PW}] });`,
  ],
  [
    'array of tuples',
    'playwright.config.ts',
    "export default defineConfig({ reporter: [['list'], ['json', { outputFile: 'a.json' }]] });",
    `export default defineConfig({ reporter: [['list'], ['json', { outputFile: 'a.json' }], ${PW}] });`,
  ],
  [
    'array over lines, trailing comma',
    'playwright.config.ts',
    "export default defineConfig({\n\treporter: [\n\t\t['list'], // see it\n\t],\n});",
    `export default defineConfig({\n\treporter: [\n\t\t['list'],\n\t\t${PW}, // see it\n\t],\n});`,
  ],
  [
    'empty array',
    'playwright.config.ts',
    'export default { reporter: [] };',
    'export default { reporter: [["@millwright/playwright"]] };'.replaceAll('"', "'"),
  ],
  [
    'conditional of texts',
    'playwright.config.ts',
    "export default defineConfig({ reporter: process.env.CI ? 'github' : 'html' });",
    `export default defineConfig({ reporter: [[process.env.CI ? 'github' : 'html'], ${PW}] });`,
  ],
  [
    'conditional of list and text',
    'playwright.config.ts',
    "export default defineConfig({ reporter: process.env.CI ? [['blob'], ['github']] : 'html' });",
    `export default defineConfig({ reporter: process.env.CI ? [['blob'], ['github'], ${PW}] : [['html'], ${PW}] });`,
  ],
  [
    'conditional with undefined',
    'playwright.config.ts',
    "export default defineConfig({ reporter: process.env.CI ? 'blob' : undefined });",
    `export default defineConfig({ reporter: process.env.CI ? [['blob'], ${PW}] : [[${CI}], ${PW}] });`,
  ],
  [
    'environment with a fallback',
    'playwright.config.ts',
    "export default { reporter: process.env.REPORTER ?? 'list' };",
    `export default { reporter: [[process.env.REPORTER ?? 'list'], ${PW}] };`,
  ],
  [
    'variable with a list',
    'playwright.config.ts',
    "const reporters: ReporterDescription[] = [['list']];\nexport default defineConfig({ reporter: reporters });",
    `const reporters: ReporterDescription[] = [['list']];\nexport default defineConfig({ reporter: [...reporters, ${PW}] });`,
  ],
  [
    'shorthand variable with a text',
    'playwright.config.ts',
    "const reporter = 'dot';\nexport default defineConfig({ reporter, retries: 1 });",
    `const reporter = 'dot';\nexport default defineConfig({ reporter: [[reporter], ${PW}], retries: 1 });`,
  ],
  [
    'named config with a type',
    'playwright.config.ts',
    "const config: PlaywrightTestConfig = {\n  use: {},\n  reporter: 'line',\n};\nexport default config;",
    `const config: PlaywrightTestConfig = {\n  use: {},\n  reporter: [['line'], ${PW}],\n};\nexport default config;`,
  ],
  [
    'satisfies',
    'playwright.config.ts',
    "export default { reporter: 'line' } satisfies PlaywrightTestConfig;",
    `export default { reporter: [['line'], ${PW}] } satisfies PlaywrightTestConfig;`,
  ],
  [
    'module.exports',
    'playwright.config.js',
    "const { defineConfig } = require('@playwright/test');\nmodule.exports = defineConfig({ reporter: 'list' });",
    `const { defineConfig } = require('@playwright/test');\nmodule.exports = defineConfig({ reporter: [['list'], ${PW}] });`,
  ],
  [
    'export { x as default }',
    'playwright.config.mjs',
    "const config = { reporter: 'list' };\nexport { config as default };",
    `const config = { reporter: [['list'], ${PW}] };\nexport { config as default };`,
  ],
  [
    'spread without reporter',
    'playwright.config.ts',
    'const base = { retries: 2 };\nexport default defineConfig({ ...base, workers: 1 });',
    `const base = { retries: 2 };\nexport default defineConfig({ ...base, workers: 1, reporter: [[${CI}], ${PW}] });`,
  ],
  [
    'conditional spread',
    'playwright.config.ts',
    "export default defineConfig({ ...(process.env.CI && { workers: 1 }), reporter: 'dot' });",
    `export default defineConfig({ ...(process.env.CI && { workers: 1 }), reporter: [['dot'], ${PW}] });`,
  ],
  [
    'two configs in one file',
    'playwright.config.ts',
    "const base = { reporter: 'list' };\nexport default defineConfig(base, { retries: 1 });",
    `const base = { reporter: [['list'], ${PW}] };\nexport default defineConfig(base, { retries: 1 });`,
  ],
  [
    'double quotes, CRLF and BOM',
    'playwright.config.ts',
    '\uFEFFimport { defineConfig } from "@playwright/test";\r\nexport default defineConfig({\r\n  reporter: [\r\n    ["html"]\r\n  ]\r\n});\r\n',
    '\uFEFFimport { defineConfig } from "@playwright/test";\r\nexport default defineConfig({\r\n  reporter: [\r\n    ["html"],\r\n    ["@millwright/playwright"]\r\n  ]\r\n});\r\n',
  ],
];

const VI = "'@millwright/vitest'";
/** What Vitest reports with when nothing is named. */
const DEFAULTS = "'default', ...(process.env.GITHUB_ACTIONS === 'true' ? ['github-actions'] : [])";

const VITEST: readonly Row[] = [
  [
    'no test section',
    'vitest.config.ts',
    "import { defineConfig } from 'vitest/config';\nexport default defineConfig({});\n",
    `import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { reporters: [${DEFAULTS}, ${VI}] } });\n`,
  ],
  [
    'no test section in a Vite config',
    'vite.config.ts',
    "import { defineConfig } from 'vite';\nexport default defineConfig({\n  plugins: [],\n});\n",
    `/// <reference types='vitest/config' />\nimport { defineConfig } from 'vite';\nexport default defineConfig({\n  plugins: [],\n  test: { reporters: [${DEFAULTS}, ${VI}] },\n});\n`,
  ],
  [
    'no reporters',
    'vitest.config.ts',
    'export default defineConfig({ test: { globals: true } });',
    `export default defineConfig({ test: { globals: true, reporters: [${DEFAULTS}, ${VI}] } });`,
  ],
  [
    'text',
    'vitest.config.ts',
    "export default defineConfig({ test: { reporters: 'verbose' } });",
    `export default defineConfig({ test: { reporters: ['verbose', ${VI}] } });`,
  ],
  [
    'list',
    'vitest.config.ts',
    "export default defineConfig({ test: { reporters: ['dot', ['json', { outputFile: 'r.json' }]] } });",
    `export default defineConfig({ test: { reporters: ['dot', ['json', { outputFile: 'r.json' }], ${VI}] } });`,
  ],
  [
    'list with a spread',
    'vitest.config.ts',
    "export default { test: { reporters: ['default', ...(process.env.CI ? ['junit'] : [])] } };",
    `export default { test: { reporters: ['default', ...(process.env.CI ? ['junit'] : []), ${VI}] } };`,
  ],
  [
    'conditional of lists',
    'vitest.config.ts',
    "export default { test: { reporters: process.env.CI ? ['junit'] : ['verbose'] } };",
    `export default { test: { reporters: process.env.CI ? ['junit', ${VI}] : ['verbose', ${VI}] } };`,
  ],
  [
    'conditional of texts',
    'vitest.config.ts',
    "export default { test: { reporters: process.env.CI ? 'junit' : 'verbose' } };",
    `export default { test: { reporters: [process.env.CI ? 'junit' : 'verbose', ${VI}] } };`,
  ],
  [
    'function with an object',
    'vitest.config.ts',
    'export default defineConfig(({ mode }) => ({ test: { env: { mode } } }));',
    `export default defineConfig(({ mode }) => ({ test: { env: { mode }, reporters: [${DEFAULTS}, ${VI}] } }));`,
  ],
  [
    'async function with a return',
    'vitest.config.mts',
    'export default defineConfig(async () => {\n  const a = await load();\n  return {\n    test: { name: a },\n  };\n});',
    `export default defineConfig(async () => {\n  const a = await load();\n  return {\n    test: { name: a, reporters: [${DEFAULTS}, ${VI}] },\n  };\n});`,
  ],
  [
    'mergeConfig with an imported Vite config',
    'vitest.config.ts',
    "import vite from './vite.config';\nexport default mergeConfig(vite, defineConfig({ test: { reporters: ['tap'] } }));",
    `import vite from './vite.config';\nexport default mergeConfig(vite, defineConfig({ test: { reporters: ['tap', ${VI}] } }));`,
  ],
  [
    'mergeConfig where the first names reporters',
    'vitest.config.ts',
    "const base = { test: { reporters: ['tap'] } };\nexport default mergeConfig(base, { test: { globals: true } });",
    `const base = { test: { reporters: ['tap', ${VI}] } };\nexport default mergeConfig(base, { test: { globals: true } });`,
  ],
  [
    'test section in a variable',
    'vitest.config.ts',
    'const test = { globals: true };\nexport default { test };',
    `const test = { globals: true, reporters: [${DEFAULTS}, ${VI}] };\nexport default { test };`,
  ],
  [
    'module.exports',
    'vitest.config.cjs',
    "module.exports = { test: { reporters: 'dot' } };",
    `module.exports = { test: { reporters: ['dot', ${VI}] } };`,
  ],
];

function wired(runner: Runner, path: string, text: string): string {
  const proposal = proposeReporterWiring({ runner, path, text });
  if (proposal.kind !== 'wired') throw new Error(JSON.stringify(proposal));
  return applyPatchToText(text, proposal.patch);
}

describe.each([
  ['playwright', PLAYWRIGHT],
  ['vitest', VITEST],
] as const)('wiring of %s', (runner, rows) => {
  test.each(rows)('%s', (_name, path, before, after) => {
    const edited = wired(runner, path, before);
    expect(edited).toBe(after);
    const parsed = ts.createSourceFile(path, edited, ts.ScriptTarget.Latest) as unknown as {
      parseDiagnostics: readonly unknown[];
    };
    expect(parsed.parseDiagnostics).toEqual([]);
    expect(proposeReporterWiring({ runner, path, text: edited })).toEqual({ kind: 'already' });
  });
});

const UNSUPPORTED: readonly (readonly [string, Runner, string, string])[] = [
  ['syntax error', 'playwright', 'export default {', 'syntax error'],
  ['nothing exported', 'playwright', 'const a = 1;', 'no default export'],
  ['imported config', 'playwright', "import config from './shared';\nexport default config;", 'comes from elsewhere'],
  ['unknown wrapper', 'playwright', 'export default withNx({ reporter: "list" });', 'withNx'],
  ['reporters of a call', 'playwright', 'export default { reporter: makeReporters() };', 'only known when it runs'],
  [
    'imported reporters',
    'playwright',
    "import { reporters } from './r';\nexport default { reporter: reporters };",
    'only known when it runs',
  ],
  [
    'spread of an import',
    'playwright',
    "import base from './base';\nexport default { ...base, workers: 1 };",
    'may already bring',
  ],
  [
    'spread after the reporter',
    'playwright',
    "import base from './base';\nexport default { reporter: 'list', ...base };",
    'may replace it',
  ],
  [
    'base with own reporters from elsewhere',
    'playwright',
    "import base from './base';\nexport default defineConfig(base, { workers: 1 });",
    'builds on',
  ],
  [
    'changed afterwards',
    'playwright',
    "const config = { workers: 1 };\nconfig.reporter = 'dot';\nexport default config;",
    'changed after',
  ],
  [
    'two returns',
    'vitest',
    'export default defineConfig(({ mode }) => { if (mode) return { test: {} }; return {}; });',
    'different configurations',
  ],
  [
    'shared Vitest base',
    'vitest',
    "import base from '../vitest.shared';\nexport default mergeConfig(base, { test: {} });",
    'builds on',
  ],
];

test.each(UNSUPPORTED)('unsupported: %s', (_name, runner, text, reason) => {
  const proposal = proposeReporterWiring({ runner, path: `${runner}.config.ts`, text });
  expect(proposal.kind).toBe('unsupported');
  if (proposal.kind !== 'unsupported') return;
  expect(proposal.reason).toContain(reason);
  expect(proposal.manualInstruction).toContain(`@millwright/${runner}`);
});

test('a comment that names the package does not count as wired', () => {
  expect(
    proposeReporterWiring({
      runner: 'vitest',
      path: 'vitest.config.ts',
      text: "// '@millwright/vitest'\nexport default {};",
    }).kind,
  ).toBe('wired');
});

test('a workspace file has no reporters', () => {
  expect(
    proposeReporterWiring({ runner: 'vitest', path: 'vitest.workspace.ts', text: 'export default [];' }).kind,
  ).toBe('unsupported');
});
