/** An element with its true class and the cluster that a method put it in. */
export interface Clustered {
  readonly gold: string;
  readonly cluster: string;
}

export interface BCubed {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * B³ (Bagga and Baldwin 1998): for each element the share of its cluster that is of its class, and the share of its class that is in
 * its cluster; F1 of the two means.
 */
export function bCubedOf(elements: readonly Clustered[]): BCubed {
  const both = sizesOf(elements, ({ gold, cluster }) => `${gold}\n${cluster}`);
  const golds = sizesOf(elements, ({ gold }) => gold);
  const clusters = sizesOf(elements, ({ cluster }) => cluster);
  let precision = 0;
  let recall = 0;
  for (const { gold, cluster } of elements) {
    const shared = both.get(`${gold}\n${cluster}`) ?? 0;
    precision += shared / (clusters.get(cluster) ?? 1) / elements.length;
    recall += shared / (golds.get(gold) ?? 1) / elements.length;
  }
  return { precision, recall, f1: (2 * precision * recall) / (precision + recall) };
}

function sizesOf(elements: readonly Clustered[], keyOf: (element: Clustered) => string): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const element of elements) {
    const key = keyOf(element);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  return sizes;
}
