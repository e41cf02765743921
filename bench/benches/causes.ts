import { type Calibration, causeCalibration, scoreCauses } from '@millwright/core';

import { type Bench, type Figure, atLeast, atMost, informs } from '../bench.ts';
import { accuracyOf, type Answer, f1OfClasses, macroF1OfClasses } from '../causes/class-scores.ts';
import { fitCalibration, probabilityOf, type ScoredFailure } from '../causes/fit-calibration.ts';
import { benchDataDirectory, type LabelledFailure, readLabelledFailures } from '../causes/labelled-failures.ts';
import { calibrationErrorOf } from '../flaky/scores.ts';

const foldCount = 10;

interface Judged extends Answer {
  readonly scored: ScoredFailure;
  readonly source: string;
  /** The answer's classes, to sum their probability. */
  readonly answered: ScoredFailure;
}

/** How well the class of a failure is told on real messages, and whether its probability means what it says. */
export const causesBench: Bench = {
  name: 'causes',
  description: 'class of a failure: accuracy, macro-F1 and calibration on labelled real messages, by source',
  async run() {
    const directory = benchDataDirectory();
    const failures = await readLabelledFailures(directory);
    if (failures === undefined) {
      process.stderr.write(
        `No labelled messages at ${directory}/failures.jsonl; set MILLWRIGHT_BENCH_DATA to their folder.\n`,
      );
      return [];
    }
    return figuresOf(failures.map(judge));
  },
};

function judge(failure: LabelledFailure): Judged {
  const scores = scoreCauses({ message: failure.text, frames: [] });
  const best = scores.reduce((top, scored) => (scored.score > top.score ? scored : top));
  const isRight = failure.classes.includes(best.cause);
  return {
    label: failure.label,
    answer: isRight ? failure.label : best.cause,
    source: failure.source,
    scored: { scores, classes: failure.classes },
    answered: { scores, classes: isRight ? failure.classes : [best.cause] },
  };
}

function figuresOf(judged: readonly Judged[]): readonly Figure[] {
  const whole = fitCalibration(judged.map(({ scored }) => scored));
  return [
    informs('messages', judged.length, ''),
    informs('sources', new Set(judged.map(({ source }) => source)).size, ''),
    atLeast('accuracy', accuracyOf(judged), 'ratio', 0.93),
    atLeast('macro-F1', macroF1OfClasses(judged), 'ratio', 0.9),
    atMost(
      'calibration error, as shipped',
      errorOf(judged, () => causeCalibration),
      'ratio',
      0.05,
    ),
    atMost('calibration error, fitted on other sources', crossValidatedErrorOf(judged), 'ratio', 0.05),
    informs('temperature that fits all', whole.temperature, ''),
    informs('floor that fits all', whole.floor, 'ratio'),
    ...[...f1OfClasses(judged)].map(([label, f1]) => informs(`F1, ${label}`, f1, 'ratio')),
  ];
}

/** Each message is judged under a calibration that saw no message of its source. */
function crossValidatedErrorOf(judged: readonly Judged[]): number {
  const sources = [...new Set(judged.map(({ source }) => source))].sort();
  const foldOf = new Map(sources.map((source, index) => [source, index % foldCount]));
  const fits = Array.from({ length: foldCount }, (_, fold) =>
    fitCalibration(judged.filter(({ source }) => foldOf.get(source) !== fold).map(({ scored }) => scored)),
  );
  return errorOf(judged, ({ source }) => fits[foldOf.get(source) ?? 0] ?? causeCalibration);
}

function errorOf(judged: readonly Judged[], calibrationOf: (item: Judged) => Calibration): number {
  return calibrationErrorOf(
    judged.map((item) => ({
      probability: probabilityOf(item.answered, calibrationOf(item)),
      isTrue: item.label === item.answer,
    })),
    10,
  );
}
