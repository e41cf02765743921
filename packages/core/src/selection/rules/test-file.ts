import type { ChangeRule } from '../selection-rule.ts';

/** A test file that changed, is new or went away. What other tests import of it is seen by the rule for sources. */
export const testFile: ChangeRule = {
  name: 'test-file',
  assess({ file, kind }, { testFiles, input }) {
    if (kind === 'deleted' && /\.(?:test|spec)\.[cm]?[jt]sx?$/u.test(file) && !input.impact.named.has(file))
      return { nothing: `The test file ${file} is gone.` };
    if (!testFiles.has(file)) return undefined;
    const what = kind === 'added' ? 'is new' : 'changed';
    return { concerns: (test) => (test.file === file ? `Its own file ${what}.` : undefined) };
  },
};
