import { ts } from 'ts-morph';

import { assertionLossesOf } from './assertion-strength.ts';
import { changesBesideLocators } from './locator-changes.ts';

/** The text of a file before and after a fix. */
interface FixedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** `locators`: nothing but locators may change, and what an assertion looks at may be found otherwise. */
  readonly changes?: 'locators';
}

/**
 * Why a fix must not be written, as sentences; empty when nothing speaks against it: the new text parses where the old
 * one did, no assertion is gone or weaker, and no test is skipped.
 */
export function fixObjectionsOf({ file, before, after, changes }: FixedText): readonly string[] {
  const isBroken = syntaxErrorsOf(after, file).length > 0 && syntaxErrorsOf(before, file).length === 0;
  return [
    ...(isBroken ? ['The text would no longer parse.'] : []),
    ...(changes === 'locators'
      ? changesBesideLocators({ file, before, after })
      : assertionLossesOf(before, after, file).map((loss) => loss.reason)),
  ];
}

/** Messages of the parser for a text. */
export function syntaxErrorsOf(text: string, file: string): readonly string[] {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
      allowJs: true,
    },
  });
  return (diagnostics ?? []).map((one) => ts.flattenDiagnosticMessageText(one.messageText, ' '));
}
