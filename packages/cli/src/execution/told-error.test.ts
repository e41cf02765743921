import { expect, test } from 'vitest';

import { toldErrorOf } from './told-error.ts';

test.each([
  {
    name: 'a project that Playwright does not have',
    output:
      'Error: Project(s) "zzz" not found. Available projects: "ui"\n    at Object.filterProjects (index.js:2244:11)\n',
    told: 'Error: Project(s) "zzz" not found. Available projects: "ui"',
  },
  {
    name: 'a config that Vitest cannot load, in colours',
    output:
      'failed to load config from /shop/vitest.config.ts\n\n\u001B[31m⎯⎯⎯\u001B[39m\u001B[1m\u001B[41m Startup Error \u001B[49m\u001B[22m\n\u001B[31mTypeError: boom\u001B[39m\n    at file:///shop/vitest.config.ts:3:7\n',
    told: 'TypeError: boom',
  },
  { name: 'an unknown option', output: "error: unknown option '--trac'\n", told: "error: unknown option '--trac'" },
  { name: 'nothing of the kind', output: 'Running 3 tests using 1 worker\nAn error: it is not at the start\n' },
  { name: 'a very long line', output: `Error: ${'x'.repeat(400)}`, told: `Error: ${'x'.repeat(293)}…` },
])('$name', ({ output, told }) => {
  expect(toldErrorOf(output)).toBe(told);
});
