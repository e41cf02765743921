import { clusterFailures, signatureOf } from '@millwright/core';

import { type Bench, type Figure, atLeast, informs } from '../bench.ts';
import { benchDataDirectory, readLabelledFailures } from '../causes/labelled-failures.ts';
import { type BCubed, bCubedOf, type Clustered } from '../clusters/b-cubed.ts';
import { peerRules } from '../clusters/peer-keys.ts';
import { printedFailureOf } from '../clusters/printed-failure.ts';
import { type FaultFailure, recordFaults } from '../clusters/record-faults.ts';
import { type RetoldMessage, retoldMessagesOf } from '../clusters/retold-messages.ts';

const seed = 20_261_128;
const target = 0.945;

/** How well failures of one bug are put together and those of different bugs kept apart, beside the rules of other tools. */
export const clustersBench: Bench = {
  name: 'clusters',
  description: 'failures of one bug together, of different bugs apart: B³ on retold messages and on planted faults',
  async run() {
    const directory = benchDataDirectory();
    const failures = await readLabelledFailures(directory);
    if (failures === undefined)
      process.stderr.write(`No messages at ${directory}/failures.jsonl; set MILLWRIGHT_BENCH_DATA to their folder.\n`);
    const retold = failures === undefined ? [] : retoldFigures(retoldMessagesOf(failures, seed));
    return [...retold, ...faultFigures(await recordFaults(seed))];
  },
};

function retoldFigures(messages: readonly RetoldMessage[]): readonly Figure[] {
  const scoreOf = (keyOf: (text: string) => string, some = messages): BCubed =>
    bCubedOf(some.map(({ text, gold }) => ({ gold, cluster: keyOf(text) })));
  return [
    informs('retold messages', messages.length, ''),
    informs('bugs', new Set(messages.map(({ gold }) => gold)).size, ''),
    ...scoreFigures('retold messages', scoreOf(signatureOfText), target),
    ...scoreFigures('retold messages of sources held out', scoreOf(signatureOfText, heldOutOf(messages))),
    ...peerRules.map((rule) => informs(`retold messages, ${rule.name}: F1`, scoreOf(rule.keyOf).f1, 'ratio')),
  ];
}

function signatureOfText(text: string): string {
  return signatureOf({ message: text, frames: [] });
}

/** Every other source, by name: what went wrong with these was not looked at while the signature was written. */
function heldOutOf(messages: readonly RetoldMessage[]): readonly RetoldMessage[] {
  const sources = [...new Set(messages.map(({ source }) => source))].toSorted();
  return messages.filter(({ source }) => sources.indexOf(source) % 2 === 1);
}

function faultFigures(failures: readonly FaultFailure[]): readonly Figure[] {
  const ours = clusterNamesOf(failures);
  const across = (clusterOf: (failure: FaultFailure) => string): readonly Clustered[] =>
    failures.map((failure) => ({ gold: failure.gold, cluster: clusterOf(failure) }));
  const within = (clusterOf: (failure: FaultFailure) => string): readonly Clustered[] =>
    failures.map((failure) => ({
      gold: `${failure.item.testId} ${failure.gold}`,
      cluster: `${failure.item.testId} ${clusterOf(failure)}`,
    }));
  const mine = (failure: FaultFailure): string => ours.get(failure) ?? '';
  const rules = peerRules.map(({ name, keyOf }) => ({
    name,
    clusterOf: ({ item }: FaultFailure) => keyOf(printedFailureOf(item.failure)),
  }));
  return [
    informs('failures of planted faults', failures.length, ''),
    informs('faults', new Set(failures.map(({ gold }) => gold)).size, ''),
    ...scoreFigures('faults, within each test', bCubedOf(within(mine)), target),
    ...rules.map((rule) =>
      informs(`faults, within each test, ${rule.name}: F1`, bCubedOf(within(rule.clusterOf)).f1, 'ratio'),
    ),
    ...scoreFigures('faults, across tests', bCubedOf(across(mine))),
    ...rules.map((rule) =>
      informs(`faults, across tests, ${rule.name}: F1`, bCubedOf(across(rule.clusterOf)).f1, 'ratio'),
    ),
  ];
}

function clusterNamesOf(failures: readonly FaultFailure[]): ReadonlyMap<FaultFailure, string> {
  const byItem = new Map(failures.map((failure) => [failure.item, failure]));
  return new Map(
    clusterFailures(failures.map(({ item }) => item)).flatMap(({ items }, index) =>
      items.flatMap((item) => {
        const failure = byItem.get(item);
        return failure ? [[failure, String(index)] as const] : [];
      }),
    ),
  );
}

function scoreFigures(name: string, { precision, recall, f1 }: BCubed, bound?: number): readonly Figure[] {
  return [
    informs(`${name}: precision`, precision, 'ratio'),
    informs(`${name}: recall`, recall, 'ratio'),
    bound === undefined ? informs(`${name}: F1`, f1, 'ratio') : atLeast(`${name}: F1`, f1, 'ratio', bound),
  ];
}
