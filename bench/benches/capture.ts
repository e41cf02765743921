import { type Bench, type Figure, atMost, informs } from '../bench.ts';
import { type ActionTimes, type Mode, actionNames, measureActions } from '../capture/measure-actions.ts';
import { measureShop } from '../capture/measure-shop.ts';
import { medianIntervalOf, medianOf } from '../overhead/statistics.ts';

/** What it costs an action, and a suite, that elements are remembered. */
export const captureBench: Bench = {
  name: 'capture',
  description:
    'cost of remembering elements: per action on a page of 500 elements, beside a trace, and of a whole suite',
  async run() {
    return [...actionFiguresOf(await measureActions()), ...shopFiguresOf(await measureShop())];
  },
};

function actionFiguresOf(times: ActionTimes): readonly Figure[] {
  const addedBy = (name: (typeof actionNames)[number], mode: Mode): readonly number[] =>
    times[name][mode].map((ms, index) => ms - (times[name].off[index] ?? Number.NaN));
  return actionNames.flatMap((name) => {
    const known = addedBy(name, 'known');
    const [first, trace] = (['new', 'trace'] as const).map((mode) => medianOf(addedBy(name, mode)));
    const { low, high } = medianIntervalOf(known);
    return [
      informs(`${name}, without`, medianOf(times[name].off), 'ms'),
      atMost(`${name}, known locator adds`, medianOf(known), 'ms', 0.3),
      informs(`${name}, known locator adds, low end (90 %)`, low, 'ms'),
      informs(`${name}, known locator adds, high end (90 %)`, high, 'ms'),
      atMost(`${name}, new locator adds`, first ?? Number.NaN, 'ms', 4),
      informs(`${name}, trace adds`, trace ?? Number.NaN, 'ms'),
      atMost(`${name}, new locator / trace`, (first ?? Number.NaN) / (trace ?? Number.NaN), 'ratio', 0.25),
    ];
  });
}

function shopFiguresOf(pairs: readonly { readonly off: number; readonly warm: number }[]): readonly Figure[] {
  const shares = pairs.map(({ off, warm }) => (warm / off - 1) * 100);
  const { low, high } = medianIntervalOf(shares);
  return [
    informs('shop suite, sum of its tests without', medianOf(pairs.map(({ off }) => off)), 'ms'),
    atMost('shop suite, all known, adds', medianOf(shares), '%', 2),
    informs('shop suite, all known, adds, low end (90 %)', low, '%'),
    informs('shop suite, all known, adds, high end (90 %)', high, '%'),
  ];
}
