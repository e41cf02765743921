import type { SuggestionRule } from '../suggestion-rule.ts';

const lacksLibraries = /Host system is missing dependencies/u;
const lacksBrowser = /Executable doesn't exist at/u;

/** A browser that Playwright drives, or what it is built on, is not installed on this machine. */
export const missingBrowser: SuggestionRule = {
  name: 'missing-browser',
  suggest: ({ cause, runner }) => {
    const { message } = cause.example;
    const isBare = lacksLibraries.test(message);
    if (runner !== 'playwright' || (!isBare && !lacksBrowser.test(message))) return [];
    return [
      {
        summary: isBare
          ? 'Install the libraries that the browsers need on this machine, before the tests run.'
          : 'Install the browsers that belong to this version of Playwright, before the tests run.',
        risk: 'medium',
        evidence: [
          'Every version of Playwright needs browsers of its own; an update of it leaves the old ones behind.',
        ],
        command: isBare ? 'npx playwright install --with-deps' : 'npx playwright install',
      },
    ];
  },
};
