import type { PageElement, PageNode, PageRoot, PageWindow } from './page-dom.cts';

export interface RemoveOptions {
  /** Which removal this is: another one begins anew. */
  readonly round: number;
}

interface Removal {
  readonly round: number;
  readonly looks: Set<string>;
  /** Elements that were there before: another one that the locator matches now is not the same made anew. */
  readonly there: WeakSet<PageElement>;
  readonly removed: WeakSet<PageElement>;
  readonly roots: Set<PageRoot>;
  untilMs: number;
}

/**
 * Runs in the page, with the elements that a selector matches: takes them away the first time, and later those that were made anew in
 * their place. In between, an observer does so at once; it rests when nobody has called for a second. Returns how many it took.
 */
function removeElements(elements: readonly PageElement[], { round }: RemoveOptions): number {
  const view = globalThis as unknown as PageWindow;
  const key = Symbol.for('millwright.removal');
  const marks = view.document as unknown as Record<symbol, Removal | undefined>;
  let removal = marks[key];
  const isFirst = removal?.round !== round;
  if (!removal || isFirst) {
    if (elements.length === 0) return 0;
    removal = { round, looks: new Set(), there: new WeakSet(), removed: new WeakSet(), roots: new Set(), untilMs: 0 };
    marks[key] = removal;
  }
  const { looks, there, removed, roots } = removal;
  const now = removal;
  now.untilMs = view.performance.now() + 1000;
  const lookOf = (element: PageElement): string => {
    const told = ['id', 'name', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? '');
    // A number may be another one when it is drawn anew: a total, a count.
    const text = (element.textContent ?? '').trim().slice(0, 200).replaceAll(/\d+/g, '0');
    return [element.localName, ...told, text].join('\n');
  };
  const allIn = (root: PageRoot): PageElement[] => Array.from(root.querySelectorAll('*'));
  const isAnew = (element: PageElement): boolean =>
    removed.has(element) || (!there.has(element) && looks.has(lookOf(element)));
  const take = (element: PageElement): void => {
    removed.add(element);
    (element as unknown as { remove(): void }).remove();
  };
  const observe = (root: PageRoot): void => {
    if (roots.has(root)) return;
    roots.add(root);
    for (const element of allIn(root)) there.add(element);
    const observer = new view.MutationObserver(((records: readonly { readonly addedNodes: ArrayLike<PageNode> }[]) => {
      if (view.performance.now() > now.untilMs) return;
      for (const { addedNodes } of records)
        for (const node of Array.from(addedNodes)) {
          if (node.nodeType !== 1) continue;
          const added = [node as PageElement, ...Array.from((node as PageElement).querySelectorAll('*'))];
          added.filter(isAnew).forEach(take);
        }
    }) as () => void);
    observer.observe(root, { subtree: true, childList: true });
  };
  // What the selector matches and was not there is what was taken, made anew, whatever it says now.
  const taken = elements.filter((element) => isFirst || removed.has(element) || !there.has(element));
  for (const element of taken) {
    looks.add(lookOf(element));
    observe(element.getRootNode());
  }
  taken.forEach(take);
  return taken.length;
}

const removeElementsModule = { removeElements };
module.exports = removeElementsModule;
export type RemoveElements = typeof removeElementsModule;
