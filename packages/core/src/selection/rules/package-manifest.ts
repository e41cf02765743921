import type { ChangeRule } from '../selection-rule.ts';

/** Fields that no installed or running code looks at, unless a module reads the file itself. */
const HARMLESS =
  /^(?:version|description|keywords|author|contributors|maintainers|license|repository|bugs|homepage|funding|files|publishConfig|private|icon|categories|scripts\.(?!.*test).*)$/u;

/** A package.json: what is installed and how modules resolve concerns everything, its description nobody. */
export const packageManifest: ChangeRule = {
  name: 'package-manifest',
  assess({ file, fields }, { input }) {
    if (!/(?:^|\/)package\.json$/u.test(file)) return undefined;
    if (fields === undefined) return { everything: `${file} changed, and may change what is installed.` };
    const telling = fields.filter((field) => !HARMLESS.test(field));
    if (telling.length > 0) return { everything: `${telling.slice(0, 3).join(', ')} of ${file} changed.` };
    // A module that reads it makes it data as well.
    if (input.impact.named.has(file)) return undefined;
    return { nothing: `Only ${fields.slice(0, 3).join(', ') || 'the layout'} of ${file} changed.` };
  },
};
