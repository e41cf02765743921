/** Files that are written at once: more gain nothing on any disk that was tried. */
const atOnce = 16;

/** Does the work for each item, some at a time, in any order. */
export async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let index = 0; index < items.length; index += atOnce)
    await Promise.all(items.slice(index, index + atOnce).map(work));
}
