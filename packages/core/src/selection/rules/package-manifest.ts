import type { SelectableTest, SelectionFacts } from '../selection-facts.ts';
import type { ChangeRule } from '../selection-rule.ts';

/** Fields that no installed or running code looks at, unless a module reads the file itself. */
const HARMLESS =
  /^(?:version|description|keywords|author|contributors|maintainers|license|repository|bugs|homepage|funding|files|publishConfig|private|icon|categories)$/u;

/** Scripts that tests neither are started by nor start. */
const HARMLESS_SCRIPT =
  /^scripts\.(?:pre|post)?(?:lint|format|fmt|prettier|eslint|type-?check|release|publish|version|changeset|changelog|commit|spell(?:check)?|knip)(?:[:-].*)?$/u;

/** A package.json: what is installed and how modules resolve concerns everything, its description nobody. */
export const packageManifest: ChangeRule = {
  name: 'package-manifest',
  assess({ file, fields }, { input }) {
    if (!/(?:^|\/)package\.json$/u.test(file)) return undefined;
    if (fields === undefined) return { everything: `${file} changed, and may change what is installed.` };
    const open = fields.filter((field) => !HARMLESS.test(field) && !HARMLESS_SCRIPT.test(field));
    const telling = open.filter((field) => !field.startsWith('scripts.') || /test/u.test(field));
    if (telling.length > 0) return { everything: `${telling.slice(0, 3).join(', ')} of ${file} changed.` };
    const [script] = open;
    if (script !== undefined) return { concerns: (test) => reasonOf(test, `${script} of ${file}`, input) };
    // A module that reads it makes it data as well.
    if (input.impact.named.has(file)) return undefined;
    return { nothing: `Only ${fields.slice(0, 3).join(', ') || 'the layout'} of ${file} changed.` };
  },
};

function reasonOf(
  { runner, file }: SelectableTest,
  script: string,
  { impact }: SelectionFacts['input'],
): string | undefined {
  if (runner === 'playwright') return `${script} changed, and may start what the test asks.`;
  return impact.startsProcesses.has(file) ? `It starts processes, and ${script} changed.` : undefined;
}
