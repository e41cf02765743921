/**
 * Groups of elements that are linked, directly or by way of others: two that share a link belong together. In the order of their first
 * elements; which elements share a group does not depend on the order.
 */
export function connectedGroupsOf<Element>(
  elements: readonly Element[],
  linksOf: (element: Element) => readonly string[],
): readonly (readonly Element[])[] {
  const parents = elements.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    // Shortened paths keep long chains from being walked again.
    for (let at = index; parents[at] !== root;) [at, parents[at]] = [parents[at] ?? root, root];
    return root;
  };
  const firstWith = new Map<string, number>();
  elements.forEach((element, index) => {
    for (const link of linksOf(element)) {
      const first = firstWith.get(link);
      if (first === undefined) firstWith.set(link, index);
      else parents[rootOf(index)] = rootOf(first);
    }
  });
  return [...Map.groupBy(elements.keys(), rootOf).values()].map((indexes) =>
    indexes.map((index) => elements[index] as Element),
  );
}
