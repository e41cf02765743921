import { type Dialect, type DialectFields, present } from './dialect.ts';

const none =
  /Unable to find (?:an? )?(?:accessible )?(?:element|role|label)s?(?: with| by)?[^\n]{0,120}|No accessible roles available/;
const many = /Found multiple elements with[^\n]{0,120}/;

/** Queries of Testing Library that found no element, or several. */
export const testingLibrary: Dialect = {
  name: 'testing-library',
  parse({ told }): DialectFields {
    const several = many.exec(told)?.[0];
    if (several !== undefined)
      return { matched: 'many', locator: several.replace('Found multiple elements with ', '') };
    const missing = none.exec(told)?.[0];
    return missing === undefined
      ? {}
      : present({ matched: 'none', locator: missing.replace(/^Unable to find (?:an? )?(?:accessible )?/, '') });
  },
};
