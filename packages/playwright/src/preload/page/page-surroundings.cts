import type { PageBox, PageElement, PageRoot } from './page-dom.cts';

const { childrenOf, firstWordsOf, isTypedInto, wordsIn } =
  require('./page-words.cjs') as import('./page-words.cts').PageWords;
const { boxOf, parentOf } = require('./page-place.cjs') as import('./page-place.cts').PagePlace;

/** A piece of text and where it stands. */
interface TextPiece {
  readonly owner: PageElement;
  readonly text: string;
  readonly box: PageBox;
}

/** Whether two boxes are no further apart than 50 pixels. */
function isNear(a: PageBox, b: PageBox): boolean {
  const near = 50;
  if (a.x > b.x + b.width + near || a.x + a.width < b.x - near) return false;
  return a.y <= b.y + b.height + near && a.y + a.height >= b.y - near;
}

/** The pieces of text below an element, in the order of the tree; with `around`, without the parts that are far from there. */
function textPiecesOf(root: PageElement, most: number, around?: PageBox): TextPiece[] {
  const silent = /^(?:script|style|noscript|template|textarea|select|head|iframe)$/;
  const pieces: TextPiece[] = [];
  let visited = 0;
  const walk = (element: PageElement): void => {
    if (visited >= most || silent.test(element.localName) || isTypedInto(element)) return;
    const box = boxOf(element);
    if (around && box.width > 0 && !isNear(box, around)) return;
    visited += 1;
    const nodes = element.shadowRoot?.childNodes ?? element.childNodes;
    let own = '';
    for (const node of Array.from(nodes)) {
      if (node.nodeType === 3) own += ` ${node.nodeValue ?? ''}`;
      if (node.nodeType === 1) walk(node as PageElement);
    }
    const text = firstWordsOf(own, 20);
    if (text !== '' && element.checkVisibility?.({ visibilityProperty: true }) !== false)
      pieces.push({ owner: element, text, box });
  };
  walk(root);
  return pieces;
}

function isWithin(element: PageElement, outer: PageElement): boolean {
  for (let current: PageElement | undefined = element; current; current = parentOf(current)?.parent)
    if (current === outer) return true;
  return false;
}

/** Words within 50 pixels of an element that are not its own. Large blocks around it do not count. */
function neighborTextOf(element: PageElement, box: PageBox, pieces: readonly TextPiece[]): string {
  const texts: string[] = [];
  for (const piece of pieces) {
    if (!isNear(piece.box, box)) continue;
    if (isWithin(piece.owner, element) || isWithin(element, piece.owner)) continue;
    texts.push(piece.text);
    if (texts.length >= 30) break;
  }
  return firstWordsOf(texts.join(' '), 60);
}

/** The smallest element around it that reaches 50 pixels further on all sides, at most eight steps up. */
function vicinityOf(element: PageElement, box: PageBox): PageElement {
  let current = element;
  for (let step = 0; step < 8; step += 1) {
    const above = parentOf(current);
    if (!above) break;
    current = above.parent;
    const outer = boxOf(current);
    const reaches = outer.x <= box.x - 50 && outer.x + outer.width >= box.x + box.width + 50;
    if (reaches && outer.y <= box.y - 50 && outer.y + outer.height >= box.y + box.height + 50) break;
  }
  return current;
}

/** Whether a form is no more than a button that sends it, as in the rows of many a table. */
function isButtonAlone(form: PageElement): boolean {
  return form.querySelectorAll('input:not([type=hidden]),select,textarea,button').length === 1;
}

/** The row, item or card that an element is in, when there are others like it beside it. */
function rowOf(element: PageElement): PageElement | undefined {
  const looks = (one: PageElement): string =>
    `${one.localName} ${one.getAttribute('role') ?? ''} ${(one.getAttribute('class') ?? '').split(/\s+/)[0]}`;
  const telling = 'tr,[role=row],li,[role=listitem],article,[role=article],[role=option],dl';
  let current: PageElement = element;
  for (let step = 0; step < 8; step += 1) {
    const above = current.parentElement;
    if (!above || /^(?:body|html|main|nav|header|footer|table)$/.test(current.localName)) return undefined;
    if (current.localName === 'form' && !isButtonAlone(current)) return undefined;
    if (current.matches(telling) || (current !== element && current.hasAttribute('class'))) {
      const alike = looks(current);
      const siblings = childrenOf(above);
      let count = 0;
      for (let index = 0; index < siblings.length && count < 2; index += 1)
        if (looks(siblings[index] as PageElement) === alike) count += 1;
      if (count > 1) return current;
    }
    current = above;
  }
  return undefined;
}

/**
 * The nearest heading before an element: in its own shadow root, else before the host of that. `memo` keeps the headings of each
 * root in the order of the tree.
 */
function headingOf(element: PageElement, memo: Map<PageRoot, ArrayLike<PageElement>>): string {
  for (let current: PageElement | undefined = element; current;) {
    const root: PageRoot = current.getRootNode();
    const headings = memo.get(root) ?? root.querySelectorAll('h1,h2,h3,h4,h5,h6,[role=heading]');
    memo.set(root, headings);
    const text = headingBefore(current, headings);
    if (text !== '') return text;
    current = root.host;
  }
  return '';
}

/** `headings` are in the order of the tree. */
function headingBefore(element: PageElement, headings: ArrayLike<PageElement>): string {
  let low = 0;
  let high = headings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // 4: the element follows the heading.
    if ((headings[middle] as PageElement).compareDocumentPosition(element) & 4) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0 && index > low - 5; index -= 1) {
    const text = wordsIn(headings[index] as PageElement, 20, true);
    if (text !== '') return text;
  }
  return '';
}

const pageSurroundings = {
  isNear,
  textPiecesOf,
  isWithin,
  neighborTextOf,
  vicinityOf,
  isButtonAlone,
  rowOf,
  headingOf,
  headingBefore,
};
module.exports = pageSurroundings;
export type PageSurroundings = typeof pageSurroundings;
