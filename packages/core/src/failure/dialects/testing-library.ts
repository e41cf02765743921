import { type Dialect, type DialectFields, present } from './dialect.ts';

const none =
  /Unable to find (?:an? )?(?:accessible )?(?:element|role|label)s?(?: with| by)?[^\n]{0,120}|No accessible roles available|Cannot call \w+ on an empty (?:DOM|Vue)Wrapper|Unable to get [^\n]{1,120} within: </;
const many = /Found multiple elements (?:with|by:)[^\n]{0,120}/;

/** Queries of Testing Library and Vue Test Utils that found no element, or several. */
export const testingLibrary: Dialect = {
  name: 'testing-library',
  parse({ told }): DialectFields {
    const several = many.exec(told)?.[0];
    if (several !== undefined)
      return { matched: 'many', locator: several.replace(/^Found multiple elements (?:with|by:) /, '') };
    const missing = none.exec(told)?.[0];
    return missing === undefined
      ? {}
      : present({ matched: 'none', locator: missing.replace(/^Unable to find (?:an? )?(?:accessible )?/, '') });
  },
};
