import type { ChangeRule } from '../selection-rule.ts';

/** A file of no code: data, a template, a style sheet, a component. Modules that name it or its folder use it. */
export const dataFile: ChangeRule = {
  name: 'data-file',
  assess({ file }, { input, recorded }) {
    if (!input.impact.named.has(file)) return undefined;
    return {
      concerns(test) {
        const way = input.impact.reached.get(test.file)?.get(file);
        if (way !== undefined) return `It ${way}.`;
        if (recorded.get(test.testId)?.has(file)) return `It used ${file} when it last ran, and that changed.`;
        // A page gets its data and styles through the bundler or a server.
        return test.runner === 'playwright' ? `${file} changed, and may be part of the page.` : undefined;
      },
    };
  },
};
