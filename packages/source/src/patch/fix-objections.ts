import { ts } from 'ts-morph';

import { changesBesideAddedStep } from './added-step.ts';
import { assertionLossesOf } from './assertion-strength.ts';
import { changesBesideLocators } from './locator-changes.ts';
import { changesBesideNavigation } from './navigation-changes.ts';
import { changesBesideOptions } from './option-changes.ts';
import type { ChangedText } from './tree-changes.ts';

/**
 * `locators`: what an element is found by. `navigation`: the paths that tests navigate to. `added-step`: one click that is added.
 * `option`: the options that are selected.
 */
export type PermittedChange = 'locators' | 'navigation' | 'added-step' | 'option';

const changesBesideWhatIsPermitted: Readonly<Record<PermittedChange, (change: ChangedText) => readonly string[]>> = {
  locators: changesBesideLocators,
  navigation: changesBesideNavigation,
  'added-step': changesBesideAddedStep,
  option: changesBesideOptions,
};

/** The text of a file before and after a fix. */
interface FixedText extends ChangedText {
  /** What alone may change; assertions are compared where this is not said. */
  readonly changes?: PermittedChange;
}

/**
 * Why a fix must not be written, as sentences; empty when nothing speaks against it: the new text parses where the old
 * one did, no assertion is gone or weaker, and no test is skipped.
 */
export function fixObjectionsOf({ file, before, after, changes }: FixedText): readonly string[] {
  const isBroken = syntaxErrorsOf(after, file).length > 0 && syntaxErrorsOf(before, file).length === 0;
  return [
    ...(isBroken ? ['The text would no longer parse.'] : []),
    ...(changes
      ? changesBesideWhatIsPermitted[changes]({ file, before, after })
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
