import { join } from 'node:path';

import { automaticThreshold, pageTraitsOf, relocateElement } from '@millwright/core/relocation';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { benchDataDirectory } from '../causes/labelled-failures.ts';
import { type Answer, answerOf, hasTwin, isLabelDoubtful } from '../healing/answers.ts';
import { baselines } from '../healing/baselines.ts';
import { fitRelocation } from '../healing/fit-relocation.ts';
import { foldsOf } from '../healing/folds.ts';
import { type PreparedSearch, prepareSearches } from '../healing/prepared-search.ts';
import { type LocatorPair, readLocatorPairs } from '../healing/similo-pairs.ts';

const outerFolds = 10;

/** How well elements are found again on real pages years later, and how often one is "found" that is gone. */
export const healingBench: Bench = {
  name: 'healing',
  description:
    'elements found again on real pages years later, and refused when they are gone, beside other algorithms',
  async run() {
    const directory = join(benchDataDirectory(), 'locators');
    const pairs = readLocatorPairs(directory);
    if (pairs.length === 0) {
      process.stderr.write(
        `No pages at ${directory}; set MILLWRIGHT_BENCH_DATA to the folder that holds \`locators\`.\n`,
      );
      return [];
    }
    const searches = prepareSearches(pairs);
    // Every answer is that of a model which saw no page of the site.
    const answers = foldsOf(searches, outerFolds).flatMap(({ train, test }) => {
      if (test.length === 0) return [];
      const model = fitRelocation(train);
      return test.map((search) => answerOf(search, model));
    });
    const sure = answers.filter(({ search }) => !isLabelDoubtful(search.pair));
    return [
      informs('pairs', pairs.length, ''),
      informs('sites', new Set(pairs.map(({ site }) => site)).size, ''),
      ...figuresOf('', answers),
      informs('pairs whose label contradicts the data', (answers.length - sure.length) / 2, ''),
      ...figuresOf(', without doubtful labels', sure),
      ...baselineFigures(searches),
      atMost('time to rank 500 candidates', timeToRank(pairs), 'ms', 30),
    ];
  },
};

function figuresOf(suffix: string, answers: readonly Answer[]): readonly Figure[] {
  const present = answers.filter(({ isGone }) => !isGone);
  const gone = answers.filter(({ isGone }) => isGone);
  const healed = present.filter(({ probability }) => probability >= automaticThreshold);
  const wrong = healed.filter(({ isRight }) => !isRight).length;
  const revived = gone.filter(({ probability }) => probability >= automaticThreshold);
  const revivedAlone = revived.filter(({ search }) => !hasTwin(search));
  return [
    atLeast(
      `top-1, actionable${suffix}`,
      shareOf(present, ({ isRight }) => isRight),
      'ratio',
      0.94,
    ),
    informs(
      `top-1, the labelled element${suffix}`,
      shareOf(present, ({ pick, search }) => pick === search.truth),
      'ratio',
    ),
    atLeast(`healed at the automatic threshold${suffix}`, healed.length / present.length, 'ratio', 0.7),
    atMost(`wrong among these${suffix}`, wrong / Math.max(1, healed.length), 'ratio', 0.01),
    atMost(`gone and healed${suffix}`, revived.length / gone.length, 'ratio', 0.03),
    atMost(`gone and healed, no exact twin left${suffix}`, revivedAlone.length / gone.length, 'ratio', 0.005),
    atMost(`calibration error${suffix}`, calibrationErrorOf(answers), 'ratio', 0.04),
  ];
}

function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / Math.max(1, items.length);
}

/** Expected calibration error over ten equal bins (Naeini et al., AAAI 2015). */
function calibrationErrorOf(answers: readonly Answer[]): number {
  const bins = Map.groupBy(answers, ({ probability }) => Math.min(9, Math.floor(probability * 10)));
  return [...bins.values()].reduce((sum, bin) => {
    const said = bin.reduce((total, { probability }) => total + probability, 0);
    return sum + Math.abs(said - bin.filter(({ isRight }) => isRight).length) / answers.length;
  }, 0);
}

function baselineFigures(searches: readonly PreparedSearch[]): readonly Figure[] {
  return baselines.flatMap(({ name, pickFrom }) => {
    const picks = searches.map((search) => ({ search, pick: pickFrom(search.target, search.candidates) }));
    const present = picks.filter(({ search }) => search.truth !== undefined);
    const gone = picks.filter(({ search }) => search.truth === undefined);
    const healed = present.filter(({ pick }) => pick !== undefined);
    const isRight = ({ search, pick }: (typeof picks)[number]): boolean => pick !== undefined && search.right.has(pick);
    return [
      informs(`${name}: top-1, actionable`, shareOf(present, isRight), 'ratio'),
      informs(`${name}: healed`, healed.length / present.length, 'ratio'),
      informs(
        `${name}: wrong among these`,
        shareOf(healed, (pick) => !isRight(pick)),
        'ratio',
      ),
      informs(
        `${name}: gone and healed`,
        shareOf(gone, ({ pick }) => pick !== undefined),
        'ratio',
      ),
    ];
  });
}

/** The median over pages of more than 500 elements, cut to 500, with taking the page apart. */
function timeToRank(pairs: readonly LocatorPair[]): number {
  const large = pairs.filter(({ candidates }) => candidates.length >= 500).slice(0, 40);
  const times = large.map(({ target, candidates }) => {
    const startedAt = performance.now();
    relocateElement(target, pageTraitsOf(candidates.slice(0, 500)));
    return performance.now() - startedAt;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}
