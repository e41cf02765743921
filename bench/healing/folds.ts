/** Items split by site, so that no site is in both parts; the same split every time. */
export function foldsOf<T extends { readonly site: string }>(
  items: readonly T[],
  count: number,
): readonly { readonly train: readonly T[]; readonly test: readonly T[] }[] {
  const sites = [...new Set(items.map(({ site }) => site))].sort((a, b) => (a < b ? -1 : 1));
  const foldOf = new Map(sites.map((site, index) => [site, index % count]));
  return Array.from({ length: count }, (_, fold) => ({
    train: items.filter(({ site }) => foldOf.get(site) !== fold),
    test: items.filter(({ site }) => foldOf.get(site) === fold),
  }));
}
