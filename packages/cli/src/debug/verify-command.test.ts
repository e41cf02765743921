import type { AffectedTest } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { verifyCommandOf } from './verify-command.ts';

const affected = (part: Partial<AffectedTest> = {}): AffectedTest => ({
  testId: 't',
  title: 'cart › adds (all)',
  file: 'tests/cart.spec.ts',
  line: 7,
  project: '',
  outcome: 'unexpected',
  ...part,
});

describe('the command that runs tests again', () => {
  test.each<[string, string, readonly AffectedTest[], string | undefined]>([
    ['one of Playwright', 'playwright', [affected()], 'npx playwright test tests/cart.spec.ts:7'],
    [
      'in a project',
      'playwright',
      [affected({ project: 'Mobile Safari' })],
      "npx playwright test tests/cart.spec.ts:7 '--project=Mobile Safari'",
    ],
    [
      'many places are told by file',
      'playwright',
      Array.from({ length: 9 }, (_, line) => affected({ line })),
      'npx playwright test tests/cart.spec.ts',
    ],
    ['one of Vitest', 'vitest', [affected()], String.raw`npx vitest run tests/cart.spec.ts -t 'cart adds \(all\)'`],
    [
      'two of Vitest',
      'vitest',
      [affected(), affected({ file: "it's.test.ts" })],
      String.raw`npx vitest run tests/cart.spec.ts 'it'\''s.test.ts'`,
    ],
    ['a file without tests', 'vitest', [affected({ title: '' })], 'npx vitest run tests/cart.spec.ts'],
    ['another tool', 'junit', [affected()], undefined],
  ])('%s', (_name, runner, tests, command) => expect(verifyCommandOf(runner, tests)).toBe(command));
});
