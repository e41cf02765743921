import { expect, test } from 'vitest';

import { mayNameProjects } from './named-projects.ts';

test.each([
  ['playwright', "export default { testDir: 'tests' };", false],
  ['playwright', "export default defineConfig({ projects: [{ name: 'ui' }] });", true],
  ['playwright', "export default { name: 'shop' };", true],
  ['playwright', 'export default base();', true],
  ['playwright', 'export default { ...base };', true],
  ['vitest', 'export default {};', false],
  ['vitest', "export default defineConfig({ test: { include: ['tests'] } });", false],
  ['vitest', 'export default defineConfig({ test: { ...(slow ? { isolate: false } : {}) } });', false],
  ['vitest', "export default defineConfig({ test: { name: 'unit' } });", true],
  ['vitest', "export default defineConfig({ test: { projects: ['packages/*'] } });", true],
  ['vitest', "export default defineConfig({ test: { workspace: ['packages/*'] } });", true],
  ['vitest', 'export default defineConfig({ test: { browser: { enabled: true } } });', true],
  ['vitest', 'export default mergeConfig(base, { test: { globals: true } });', true],
  ['vitest', 'export default defineConfig({ test });', true],
] as const)('%s: %s', (runner, text, expected) =>
  expect(mayNameProjects({ runner, path: `${runner}.config.ts`, text })).toBe(expected),
);
