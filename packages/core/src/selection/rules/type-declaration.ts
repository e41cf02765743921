import type { ChangeRule } from '../selection-rule.ts';

/** Types are gone when tests run; only tests of types notice. */
export const typeDeclaration: ChangeRule = {
  name: 'type-declaration',
  assess: ({ file }) =>
    /\.d\.[cm]?ts$/u.test(file)
      ? { concerns: (test) => (isTypeTest(test.file) ? `It tests types, and ${file} changed.` : undefined) }
      : undefined,
};

function isTypeTest(file: string): boolean {
  return /[.-](?:test|spec)-d\.[cm]?tsx?$/u.test(file);
}
