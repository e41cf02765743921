/**
 * The parts of a page's DOM that the page scripts touch. Written out because the DOM's own types are global, and would let the
 * code that runs in Node reach for a `window` that is not there.
 */
export interface PageNode {
  readonly nodeType: number;
  readonly nodeValue: string | null;
  readonly textContent: string | null;
  readonly parentNode: PageNode | null;
  readonly parentElement: PageElement | null;
  readonly childNodes: ArrayLike<PageNode>;
  compareDocumentPosition(other: PageNode): number;
  getRootNode(): PageRoot;
}

/** A document or a shadow root. */
export interface PageRoot extends PageNode {
  readonly host?: PageElement;
  readonly children: ArrayLike<PageElement>;
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}

/** Without `id` and `children`: a form gives the field that is called so in their place (https://html.spec.whatwg.org/#dom-form-nameditem). */
export interface PageElement extends PageNode {
  readonly localName: string;
  readonly type?: string;
  readonly value?: string;
  readonly isContentEditable?: boolean;
  readonly labels?: ArrayLike<PageElement> | null;
  readonly previousElementSibling: PageElement | null;
  readonly shadowRoot: PageRoot | null;
  readonly ownerDocument: PageDocument;
  assignedNodes?(): ArrayLike<PageNode>;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  closest(selector: string): PageElement | null;
  matches(selector: string): boolean;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
  querySelector(selector: string): PageElement | null;
  getBoundingClientRect(): PageBox;
  checkVisibility?(options: object): boolean;
}

export interface PageBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PageDocument extends PageRoot {
  readonly title: string;
  readonly documentElement: PageElement;
  readonly defaultView: PageWindow | null;
}

export interface PageWindow {
  readonly document: PageDocument;
  readonly parent: PageWindow;
  readonly frameElement: PageElement | null;
  readonly name: string;
  readonly location: { readonly pathname: string };
  readonly scrollX: number;
  readonly scrollY: number;
  readonly innerHeight: number;
  readonly performance: {
    now(): number;
    getEntriesByType(type: string): readonly { readonly responseStatus?: number }[];
  };
  readonly MutationObserver: new (listener: () => void) => {
    observe(node: PageNode, options: object): void;
    disconnect(): void;
  };
  setTimeout(work: () => void, ms: number): unknown;
}
