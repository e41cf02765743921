import type { PageElement, PageNode, PageRoot } from './page-dom.cts';

/** The first words of a text, parted by one space. */
function firstWordsOf(text: string, most: number): string {
  const words = text.slice(0, most * 60).split(/\s+/u);
  const kept = words.filter((word) => word !== '').slice(0, most);
  return kept.join(' ').slice(0, most * 20);
}

/** Its child elements. A form has a name for each of its fields, and `children` may be one of them. */
function childrenOf(element: PageElement): ArrayLike<PageElement> {
  const { children } = element as unknown as PageRoot;
  return element.localName === 'form' ? element.querySelectorAll(':scope > *') : children;
}

/** Whether what stands in it was typed by somebody: such a text is nobody's business. */
function isTypedInto(element: PageElement): boolean {
  return element.localName === 'textarea' || element.isContentEditable === true;
}

/** Passwords, one-time codes and cards: of these only what they are is told. */
function isSecretField(element: PageElement): boolean {
  if (element.localName !== 'input') return false;
  const autocomplete = element.getAttribute('autocomplete') ?? '';
  return element.type === 'password' || /password|one-time-code|cc-/.test(autocomplete);
}

/** Whether a person could see it, wherever the page is scrolled to. */
function isSeen(element: PageElement): boolean {
  const { width, height } = element.getBoundingClientRect();
  if (width <= 0 || height <= 0) return false;
  return element.checkVisibility?.({ visibilityProperty: true, opacityProperty: false }) ?? true;
}

/**
 * The words a person reads in an element, without anything typed into it. `spoken` adds what stands in place of words: alternative
 * texts and labels of what is inside. Ends as soon as there are enough.
 */
function wordsIn(root: PageNode, most: number, spoken: boolean): string {
  const inline = /^(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var)$/;
  const silent = /^(?:script|style|noscript|template|textarea|select|head|iframe|object|video|audio|canvas)$/;
  let text = '';
  const enough = (): boolean => text.length > most * 15;
  const walkAll = (nodes: ArrayLike<PageNode>): void => {
    for (let index = 0; index < nodes.length && !enough(); index += 1) walk(nodes[index] as PageNode);
  };
  const walk = (node: PageNode): void => {
    if (node.nodeType === 3) text += node.nodeValue ?? '';
    if (node.nodeType !== 1) return;
    const element = node as PageElement;
    if (silent.test(element.localName) || isTypedInto(element)) return;
    if (element.checkVisibility?.({ visibilityProperty: true }) === false && !element.shadowRoot) return;
    const instead = spoken ? (element.getAttribute('aria-label') ?? element.getAttribute('alt')) : null;
    const apart = inline.test(element.localName) ? '' : ' ';
    text += apart;
    if (instead) text += ` ${instead} `;
    else walkAll(element.shadowRoot?.childNodes ?? assignedTo(element) ?? element.childNodes);
    text += apart;
  };
  if (root.nodeType === 1) {
    const element = root as PageElement;
    if (!isTypedInto(element)) walkAll(element.shadowRoot?.childNodes ?? assignedTo(element) ?? element.childNodes);
  } else walk(root);
  return firstWordsOf(text, most);
}

/** What a slot shows. */
function assignedTo(element: PageElement): ArrayLike<PageNode> | undefined {
  const assigned = element.localName === 'slot' ? element.assignedNodes?.() : undefined;
  return assigned && assigned.length > 0 ? assigned : undefined;
}

const pageWords = { firstWordsOf, childrenOf, isTypedInto, isSecretField, isSeen, wordsIn, assignedTo };
module.exports = pageWords;
export type PageWords = typeof pageWords;
