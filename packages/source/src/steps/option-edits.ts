import { type OptionRename, type Quote, quoted, type StepEdit } from '@millwright/core';
import { ts } from 'ts-morph';

import { shown, type WrittenValue, writtenValueOf } from '../locators/written-value.ts';
import { selectedBy } from '../patch/option-changes.ts';
import { selectorOfAction } from '../patch/text-uses.ts';
import { calledName } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { SourceTree } from '../tree/source-tree.ts';
import { literalEdit, type StepEdits } from './step-edits.ts';

type OptionEdit = Extract<StepEdit, { is: 'option-value' }>;

/** Gives a step that selects an option the option's new value or label. */
export function optionEditsOf(tree: SourceTree, { renames }: OptionEdit, call: ts.CallExpression): StepEdits {
  const wanted = call.arguments[selectorOfAction(call) ? 1 : 0];
  if (calledName(call) !== 'selectOption' || !wanted) return { reason: 'The failing step selects no option' };
  const selected = textsOf(wanted).map((node) => ({ node, written: writtenValueOf(tree, node) }));
  const unknown = selected.find(({ written }) => written.value?.is !== 'text');
  if (unknown) return { reason: unknown.written.reason ?? `\`${shown(wanted)}\` is put together at run time` };
  const edits = selected.flatMap(({ node, written }) => editOf(tree, node, written, renames) ?? []);
  const refused = edits.find((one) => 'reason' in one);
  if (refused) return refused;
  const written = edits.flatMap((one) => ('reason' in one ? [] : [one]));
  const [first] = written;
  if (!first) return { reason: `What \`${shown(wanted)}\` selects was not renamed` };
  if (written.some(({ file }) => file !== first.file)) return { reason: 'It would change several files at once' };
  return {
    file: first.file,
    edits: written.flatMap((one) => one.edits),
    alsoUsedAt: written.flatMap((one) => one.alsoUsedAt),
  };
}

function editOf(
  tree: SourceTree,
  node: ts.Expression,
  written: WrittenValue,
  renames: readonly OptionRename[],
): StepEdits | undefined {
  const text = written.value?.is === 'text' ? written.value.text : '';
  const by = selectedBy(node);
  const fitting = renames.filter((one) => one.from === text && (by === 'either' || one.by === by));
  const names = [...new Set(fitting.map(({ to }) => to))];
  const [to] = names;
  if (to === undefined) return undefined;
  if (names.length > 1)
    return { reason: `“${text}” was renamed to ${names.map((one) => `“${one}”`).join(' and to ')}` };
  const own = /^['"`]/u.exec(written.node.getText())?.[0] as Quote | undefined;
  return literalEdit(tree, written, quoted(to, own ?? "'"), (use) => selectedBy(use) !== undefined);
}

/** The expressions that name options: a text, each of a list, the value or label of an object. */
function textsOf(wanted: ts.Expression): readonly ts.Expression[] {
  const node = unwrapped(wanted);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(textsOf);
  if (!ts.isObjectLiteralExpression(node)) return [node];
  return node.properties.flatMap((one) => {
    if (ts.isShorthandPropertyAssignment(one)) return [one.name];
    return ts.isPropertyAssignment(one) && selectedBy(unwrapped(one.initializer)) ? [unwrapped(one.initializer)] : [];
  });
}
