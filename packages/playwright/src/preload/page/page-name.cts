import type { PageElement } from './page-dom.cts';

const { firstWordsOf, isSecretField, wordsIn } = require('./page-words.cjs') as import('./page-words.cts').PageWords;

/**
 * Accessible name of an element (W3C, "Accessible Name and Description Computation"), in the order of the sources there; without
 * the parts that need styles, such as generated content.
 */
function nameOf(element: PageElement, role: string | undefined): string {
  return (
    labelledTextOf(element) ||
    firstWordsOf(element.getAttribute('aria-label') ?? '', 60) ||
    nativeNameOf(element) ||
    (isNamedByContent(role) ? wordsIn(element, 60, true) : '') ||
    (isSecretField(element) ? '' : hintOf(element))
  );
}

function hintOf(element: PageElement): string {
  return firstWordsOf(element.getAttribute('title') || element.getAttribute('placeholder') || '', 60);
}

function isNamedByContent(role: string | undefined): boolean {
  const named =
    /^(?:button|cell|checkbox|columnheader|gridcell|heading|link|menuitem|menuitemcheckbox|menuitemradio|option|radio|row|rowheader|switch|tab|tooltip|treeitem)$/;
  return role !== undefined && named.test(role);
}

/** The text of the elements that `aria-labelledby` names. */
function labelledTextOf(element: PageElement): string {
  const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/);
  const root = element.getRootNode();
  const texts = ids.map((id) => {
    const labelling = id === '' ? null : root.getElementById?.(id);
    return labelling ? labelling.getAttribute('aria-label') || wordsIn(labelling, 60, true) : '';
  });
  return firstWordsOf(texts.join(' '), 60);
}

/** The text of its `<label>` elements. */
function labelsTextOf(element: PageElement): string {
  return firstWordsOf(
    Array.from(element.labels ?? [])
      .map((label) => wordsIn(label, 60, true))
      .join(' '),
    60,
  );
}

function nativeNameOf(element: PageElement): string {
  const tag = element.localName;
  const usual: Record<string, string> = { submit: 'Submit', reset: 'Reset', button: '' };
  const own = tag === 'input' ? usual[element.type ?? ''] : undefined;
  if (own !== undefined) return firstWordsOf(element.value ?? '', 60) || own;
  const labels = labelsTextOf(element);
  if (labels !== '') return labels;
  if (tag === 'img' || tag === 'area' || tag === 'input') return firstWordsOf(element.getAttribute('alt') ?? '', 60);
  const telling: Record<string, string> = { fieldset: 'legend', table: 'caption', figure: 'figcaption', svg: 'title' };
  const teller = Object.hasOwn(telling, tag) ? element.querySelector(`:scope > ${telling[tag]}`) : null;
  return teller ? firstWordsOf(tag === 'svg' ? (teller.textContent ?? '') : wordsIn(teller, 60, true), 60) : '';
}

/** What labels it for a person who looks for a field: `<label>`, `aria-labelledby`, `aria-label`. */
function labelOf(element: PageElement): string {
  return labelsTextOf(element) || labelledTextOf(element) || firstWordsOf(element.getAttribute('aria-label') ?? '', 60);
}

const pageName = { nameOf, hintOf, isNamedByContent, labelledTextOf, labelsTextOf, nativeNameOf, labelOf };
module.exports = pageName;
export type PageName = typeof pageName;
