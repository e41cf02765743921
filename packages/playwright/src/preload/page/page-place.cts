import type { PageBox, PageElement, PageWindow } from './page-dom.cts';

/** Parent in the tree as it is drawn: the host stands above its shadow root. */
function parentOf(element: PageElement): { readonly parent: PageElement; readonly crossed: boolean } | undefined {
  if (element.parentElement) return { parent: element.parentElement, crossed: false };
  const { host } = element.getRootNode();
  return host ? { parent: host, crossed: true } : undefined;
}

function stepOf(element: PageElement): string {
  let index = 1;
  for (let other = element.previousElementSibling; other; other = other.previousElementSibling)
    if (other.localName === element.localName) index += 1;
  return `/${element.localName}[${index}]`;
}

/** Absolute XPath; `memo` keeps what was found for its ancestors. */
function xpathOf(element: PageElement, memo: Map<PageElement, string>): string {
  const known = memo.get(element);
  if (known !== undefined) return known;
  const above = parentOf(element);
  const path = `${above ? xpathOf(above.parent, memo) : ''}${above?.crossed ? '/#shadow' : ''}${stepOf(element)}`;
  memo.set(element, path);
  return path;
}

/** XPath from the nearest element with an id; undefined when there is none. */
function idXpathOf(element: PageElement): string | undefined {
  let path = '';
  for (let current: PageElement | null = element; current; current = current.parentElement) {
    const id = current.getAttribute('id') ?? '';
    if (id !== '' && !id.includes("'")) return `//*[@id='${id}']${path}`;
    path = `${stepOf(current)}${path}`;
  }
  return undefined;
}

/** Where it is on the page, in whole pixels. */
function boxOf(element: PageElement): PageBox {
  const { x, y, width, height } = element.getBoundingClientRect();
  const { scrollX = 0, scrollY = 0 } = element.ownerDocument.defaultView ?? {};
  return {
    x: Math.round(x + scrollX),
    y: Math.round(y + scrollY),
    width: Math.round(width),
    height: Math.round(height),
  };
}

/** Names of the frames around a window, outermost first. A frame of another origin does not tell its name above it. */
function framesAround(view: PageWindow | null): string[] {
  const names: string[] = [];
  for (let current = view; current && current !== current.parent && names.length < 10; current = current.parent) {
    let element: PageElement | null = null;
    try {
      element = current.frameElement;
    } catch {
      element = null;
    }
    const told = ['name', 'id', 'title'].map((key) => element?.getAttribute(key)).find((text) => text);
    let own = '';
    try {
      own = current.name || current.location.pathname;
    } catch {
      own = 'frame';
    }
    names.unshift(told ?? own);
    if (!element) break;
  }
  return names;
}

/** Frames and shadow roots around an element, outermost first. */
function withinOf(element: PageElement): string[] {
  const shadows: string[] = [];
  for (let host = element.getRootNode().host; host; host = host.getRootNode().host) shadows.push('#shadow');
  return [...framesAround(element.ownerDocument.defaultView), ...shadows];
}

const pagePlace = { parentOf, stepOf, xpathOf, idXpathOf, boxOf, framesAround, withinOf };
module.exports = pagePlace;
export type PagePlace = typeof pagePlace;
