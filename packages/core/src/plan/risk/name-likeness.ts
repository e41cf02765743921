import { tokensOf } from '../tokens.ts';

/** How much a test is called like what changed. */
export interface NameLikeness {
  /** Cosine of their words, weighted by how few tests have each (TF-IDF; Salton and Buckley 1988): 0 to 1. */
  readonly ratio: number;
  /** The words that they share, the rarest first. */
  readonly words: readonly string[];
}

type NamedTest = { readonly file: string; readonly titlePath: readonly string[] };

const unlike: NameLikeness = { ratio: 0, words: [] };

/**
 * Compares tests with changed files by the words of their paths and titles: of a test in a browser nothing else may tell what it is about.
 * Words that no test has tell nothing. Build it once for all tests.
 */
export function nameLikenessTo(
  changedFiles: Iterable<string>,
  tests: readonly NamedTest[],
): (test: NamedTest) => NameLikeness {
  const rarity = rarityOf(tests.map(wordsOf));
  const changed = [...changedFiles].map((file) => new Set(tokensOf(file).filter((word) => rarity.has(word))));
  const lengthOf = (words: ReadonlySet<string>): number =>
    Math.sqrt([...words].reduce((sum, word) => sum + (rarity.get(word) ?? 0) ** 2, 0));
  const lengths = changed.map(lengthOf);
  return (test) => {
    const own = wordsOf(test);
    const length = lengthOf(own);
    let best = unlike;
    for (const [index, words] of changed.entries()) {
      const shared = [...words].filter((word) => own.has(word) && (rarity.get(word) ?? 0) > 0);
      const dot = shared.reduce((sum, word) => sum + (rarity.get(word) ?? 0) ** 2, 0);
      const ratio = dot === 0 ? 0 : Math.min(1, dot / (length * (lengths[index] ?? 1)));
      if (ratio > best.ratio)
        best = { ratio, words: shared.sort((a, b) => (rarity.get(b) ?? 0) - (rarity.get(a) ?? 0)) };
    }
    return best;
  };
}

function wordsOf({ file, titlePath }: NamedTest): ReadonlySet<string> {
  return new Set([file, ...titlePath].flatMap(tokensOf));
}

/** Of each word of the tests: the logarithm of how many tests there are for each that has it. */
function rarityOf(tests: readonly ReadonlySet<string>[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const words of tests) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, Math.log(tests.length / count)]));
}
