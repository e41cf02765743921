import type { ElementFingerprint } from '../element-fingerprint.ts';

/** What a control is used for. */
export type ControlKind = 'text' | 'password' | 'value' | 'file' | 'choice' | 'list' | 'press' | 'none';

const byRole: Readonly<Record<string, ControlKind>> = {
  textbox: 'text',
  searchbox: 'text',
  spinbutton: 'value',
  slider: 'value',
  checkbox: 'choice',
  radio: 'choice',
  switch: 'choice',
  menuitemcheckbox: 'choice',
  menuitemradio: 'choice',
  combobox: 'list',
  listbox: 'list',
  button: 'press',
  link: 'press',
  tab: 'press',
  menuitem: 'press',
  option: 'press',
  treeitem: 'press',
};

const byType: Readonly<Record<string, ControlKind>> = {
  password: 'password',
  file: 'file',
  checkbox: 'choice',
  radio: 'choice',
  submit: 'press',
  button: 'press',
  reset: 'press',
  image: 'press',
  range: 'value',
  number: 'value',
  date: 'value',
  'datetime-local': 'value',
  time: 'value',
  month: 'value',
  week: 'value',
  color: 'value',
  hidden: 'none',
};

const byTag: Readonly<Record<string, ControlKind>> = {
  input: 'text',
  textarea: 'text',
  select: 'list',
  button: 'press',
  summary: 'press',
};

/** What kind of control an element is. */
export function controlKindOf({ tag, role = '', type = '' }: ElementFingerprint): ControlKind {
  return (tag === 'input' ? byType[type] : undefined) ?? byRole[role] ?? byTag[tag] ?? 'none';
}

/** What a role or its lack is called in a sentence. */
export function roleNameOf({ role, tag, type }: ElementFingerprint): string {
  const kind = role === undefined || role === '' || role === 'generic' ? `<${tag}>` : role;
  return type === undefined || type === '' ? kind : `${kind} of type ${type}`;
}
