import type { ChangeRule } from '../selection-rule.ts';

/** Environment files are read by whoever starts, before any module says so. */
export const environmentFile: ChangeRule = {
  name: 'environment-file',
  assess: ({ file }) =>
    /(?:^|\/)\.env(?:rc)?(?:\.[\w.-]+)?$/u.test(file)
      ? { everything: `${file} changed, and sets the environment of every test.` }
      : undefined,
};
