import type { ChangeRule } from '../selection-rule.ts';

/** Modules in `__mocks__` replace others by their place, and no import names them. */
export const mockFolder: ChangeRule = {
  name: 'mock-folder',
  assess: ({ file }) =>
    /(?:^|\/)__mocks__\//u.test(file)
      ? { everything: `${file} changed, and replaces a module for every test that mocks it.` }
      : undefined,
};
