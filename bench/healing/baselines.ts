import type { ElementFingerprint } from '@millwright/core/relocation';
import { editSimilarityOf } from '@millwright/core/relocation';

/** Another way to find an element again: the index it picks, undefined when it says that there is none. */
export interface Baseline {
  readonly name: string;
  readonly pickFrom: (target: ElementFingerprint, candidates: readonly ElementFingerprint[]) => number | undefined;
}

type Measure = (a: ElementFingerprint, b: ElementFingerprint) => number;

const equal =
  (of: (element: ElementFingerprint) => string | undefined): Measure =>
  (a, b) =>
    (of(a) ?? '') !== '' && of(a) === of(b) ? 1 : 0;

const alike =
  (of: (element: ElementFingerprint) => string | undefined): Measure =>
  (a, b) =>
    (of(a) ?? '') === '' || (of(b) ?? '') === ''
      ? 0
      : editSimilarityOf((of(a) ?? '').slice(0, 200), (of(b) ?? '').slice(0, 200));

const ratio =
  (of: (element: ElementFingerprint) => number | undefined): Measure =>
  (a, b) => {
    const [x, y] = [of(a), of(b)];
    return x === undefined || y === undefined || Math.max(x, y) === 0 ? 0 : Math.min(x, y) / Math.max(x, y);
  };

const near: Measure = ({ box: a }, { box: b }) =>
  a && b ? Math.max(0, 1 - Math.hypot(a.x - b.x, a.y - b.y) / 100) : 0;

const sharedWords: Measure = (a, b) => {
  const words = new Set((a.neighborText ?? '').toLowerCase().split(/\s+/).filter(Boolean));
  const others = new Set((b.neighborText ?? '').toLowerCase().split(/\s+/).filter(Boolean));
  const most = Math.max(words.size, others.size);
  return most === 0 ? 0 : [...words].filter((word) => others.has(word)).length / most;
};

/** Properties, measures and weights of Similo (Nass et al., TOSEM 2023, arXiv 2208.00677); it takes the best and has no threshold. */
const similoMeasures: readonly (readonly [number, Measure])[] = [
  [1.5, equal(({ tag }) => tag)],
  [1.5, equal(({ nameAttribute }) => nameAttribute)],
  [1.5, equal(({ id }) => id)],
  [1.5, alike(({ text }) => text?.toLowerCase())],
  [1.5, sharedWords],
  [0.5, alike(({ classes }) => classes?.join(' '))],
  [0.5, alike(({ href }) => href)],
  [0.5, alike(({ alt }) => alt)],
  [0.5, alike(({ xpath }) => xpath)],
  [0.5, alike(({ idXpath }) => idXpath)],
  [0.5, (a, b) => (a.isButton === b.isButton ? 1 : 0)],
  [0.5, near],
  [0.5, ratio(({ box }) => box && box.width * box.height)],
  [0.5, ratio(({ box }) => box && box.width / Math.max(1, box.height))],
];

function bestOf(scores: readonly number[]): number | undefined {
  return scores.length === 0 ? undefined : scores.indexOf(Math.max(...scores));
}

const similo: Baseline = {
  name: 'Similo',
  pickFrom: (target, candidates) =>
    bestOf(
      candidates.map((candidate) =>
        similoMeasures.reduce((sum, [weight, measure]) => sum + weight * measure(target, candidate), 0),
      ),
    ),
};

/** What a locator of each kind finds, and its vote (Leotta et al., ICST 2015); nothing when the votes name nothing. */
const single: readonly (readonly [number, (element: ElementFingerprint) => string | undefined])[] = [
  [0.4, ({ id }) => id],
  [0.3, ({ tag, text, href }) => (href === undefined ? undefined : `${tag} ${text ?? ''}`)],
  [0.25, ({ nameAttribute }) => nameAttribute],
  [0.2, ({ idXpath }) => idXpath],
  [0.15, ({ tag, text }) => ((text ?? '').trim() === '' ? undefined : `${tag} ${text}`)],
  [0.1, ({ xpath }) => xpath],
];

const multiLocator: Baseline = {
  name: 'multi-locator',
  pickFrom(target, candidates) {
    const votes = new Map<number, number>();
    for (const [weight, keyOf] of single) {
      const key = keyOf(target);
      if (key === undefined || key === '') continue;
      const found = candidates.flatMap((candidate, index) => (keyOf(candidate) === key ? [index] : []));
      if (found.length === 1) votes.set(found[0] ?? -1, (votes.get(found[0] ?? -1) ?? 0) + weight);
    }
    const [winner] = [...votes].sort((a, b) => b[1] - a[1]);
    return winner?.[0];
  },
};

/** Healenium's score of a node, as its tree comparing library computes it, on paths of tags; below its default cap nothing is found. */
const healeniumCap = 0.6;

/** Two that are both missing count as alike there. */
const alikeOrMissing =
  (of: (element: ElementFingerprint) => string | undefined): Measure =>
  (a, b) =>
    (of(a) ?? '') === (of(b) ?? '') ? 1 : editSimilarityOf((of(a) ?? '').slice(0, 200), (of(b) ?? '').slice(0, 200));

const sharedClasses: Measure = ({ classes: a = [] }, { classes: b = [] }) => {
  const most = Math.max(a.length, b.length);
  return most === 0 ? 1 : a.filter((name) => b.includes(name)).length / most;
};

function tagPathOf({ xpath }: ElementFingerprint): readonly string[] {
  return xpath
    .replace(/\[\d+\]/g, '')
    .split('/')
    .slice(1);
}

function commonLengthOf(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, () => 0);
  for (const step of a) {
    const current = [0];
    b.forEach((other, j) =>
      current.push(step === other ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, current[j] ?? 0)),
    );
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function healeniumScoreOf(a: ElementFingerprint, b: ElementFingerprint): number {
  const path = tagPathOf(a);
  const share = commonLengthOf(path, tagPathOf(b)) / Math.max(1, path.length);
  if (path.length > 5 && share < 0.7) return 0;
  const attributes: readonly Measure[] = [
    alikeOrMissing(({ nameAttribute }) => nameAttribute),
    alikeOrMissing(({ href }) => href),
    alikeOrMissing(({ alt }) => alt),
  ];
  const rest = attributes.reduce((sum, measure) => sum + measure(a, b), 0) / attributes.length;
  return (
    (100 * share +
      (a.tag === b.tag ? 100 : 0) +
      50 * alikeOrMissing(({ id }) => id)(a, b) +
      40 * sharedClasses(a, b) +
      30 * alikeOrMissing(({ text }) => text)(a, b) +
      30 * rest) /
    350
  );
}

const healenium: Baseline = {
  name: 'Healenium',
  pickFrom(target, candidates) {
    const scores = candidates.map((candidate) => healeniumScoreOf(target, candidate));
    const best = bestOf(scores);
    return best !== undefined && (scores[best] ?? 0) >= healeniumCap ? best : undefined;
  },
};

/** Published ways to find an element again, in our own words and code. */
export const baselines: readonly Baseline[] = [similo, multiLocator, healenium];
