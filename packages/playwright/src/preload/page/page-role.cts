import type { PageElement } from './page-dom.cts';

/** Role of an element: the one it is given, else the one that HTML gives it (W3C, "HTML Accessibility API Mappings"). */
function roleOf(element: PageElement): string | undefined {
  const given = (element.getAttribute('role') ?? '').trim().split(/\s+/)[0];
  if (given) return given === 'none' || given === 'presentation' ? undefined : given;
  return roleByAttributes(element) ?? roleOfTag(element.localName) ?? (isEditor(element) ? 'textbox' : undefined);
}

/** The role of a tag that has one only in some places or with some attributes. */
function roleByAttributes(element: PageElement): string | undefined {
  const isNamed = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby');
  const atTop = (role: string) => (): string | undefined =>
    element.closest('article,aside,main,nav,section') ? undefined : role;
  const link = (): string | undefined => (element.hasAttribute('href') ? 'link' : undefined);
  const readers: Record<string, () => string | undefined> = {
    input: () => roleOfInput(element),
    a: link,
    area: link,
    img: () => (element.getAttribute('alt') === '' ? undefined : 'img'),
    select: () =>
      element.hasAttribute('multiple') || Number(element.getAttribute('size') ?? 0) > 1 ? 'listbox' : 'combobox',
    header: atTop('banner'),
    footer: atTop('contentinfo'),
    section: () => (isNamed ? 'region' : undefined),
    form: () => (isNamed ? 'form' : undefined),
    th: () => (element.getAttribute('scope') === 'row' ? 'rowheader' : 'columnheader'),
  };
  return Object.hasOwn(readers, element.localName) ? readers[element.localName]?.() : undefined;
}

function isEditor(element: PageElement): boolean {
  return element.hasAttribute('contenteditable') && element.isContentEditable === true;
}

function roleOfInput(element: PageElement): string | undefined {
  const type = element.type ?? 'text';
  if (/^(?:button|submit|reset|image)$/.test(type)) return 'button';
  if (type === 'checkbox' || type === 'radio') return type;
  if (type === 'range') return 'slider';
  if (type === 'number') return 'spinbutton';
  if (/^(?:email|tel|text|url|search)$/.test(type)) {
    if (element.hasAttribute('list')) return 'combobox';
    return type === 'search' ? 'searchbox' : 'textbox';
  }
  return type === 'file' ? 'button' : undefined;
}

function roleOfTag(tag: string): string | undefined {
  const roles: Record<string, string> = {
    article: 'article', aside: 'complementary', blockquote: 'blockquote', button: 'button', caption: 'caption', code: 'code',
    dd: 'definition', details: 'group', dialog: 'dialog', dt: 'term', em: 'emphasis', fieldset: 'group', figure: 'figure',
    h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', hr: 'separator', li: 'listitem', main: 'main', menu: 'list', meter: 'meter', nav: 'navigation', ol: 'list', optgroup: 'group',
    option: 'option', output: 'status', p: 'paragraph', progress: 'progressbar', strong: 'strong', svg: 'img', table: 'table',
    tbody: 'rowgroup', td: 'cell', textarea: 'textbox', tfoot: 'rowgroup', thead: 'rowgroup', time: 'time', tr: 'row', ul: 'list',
  }; // prettier-ignore
  return Object.hasOwn(roles, tag) ? roles[tag] : undefined;
}

const pageRole = { roleOf, roleByAttributes, isEditor, roleOfInput, roleOfTag };
module.exports = pageRole;
export type PageRole = typeof pageRole;
