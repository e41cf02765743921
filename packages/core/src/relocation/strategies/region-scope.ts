import type { ElementFingerprint } from '../element-fingerprint.ts';
import { looksGenerated } from '../locator/generated-token.ts';
import { callOf, type LocatorCall, textValue } from '../locator/locator-chain.ts';
import { isBelow } from '../locator/match-locator.ts';
import { stableTextOf } from '../locator/stable-text.ts';
import { argumentOptionsOf } from './argument-options.ts';
import { scopedCallsOf } from './recommended-calls.ts';
import type { LocatorStrategy } from './strategy.ts';

const regions = new Set([
  'dialog',
  'alertdialog',
  'form',
  'region',
  'navigation',
  'search',
  'complementary',
  'banner',
  'contentinfo',
  'main',
  'group',
  'tabpanel',
  'toolbar',
  'menu',
  'table',
]);

/** The form, dialog or part of the page that it is in. */
export const regionScope: LocatorStrategy = {
  name: 'within its part of the page',
  propose: ({ winner, page, written, writtenText }) => {
    const around = page.filter((element) => isBelow(winner, element)).toReversed();
    const last = written.at(-1);
    const inner = [
      ...(last ? [last, ...argumentOptionsOf(last, winner, writtenText)] : []),
      ...scopedCallsOf(winner, writtenText),
    ];
    return around
      .flatMap((region) => regionCallsOf(region, writtenText))
      .flatMap((call) => inner.map((one) => [call, one]));
  },
};

function regionCallsOf(
  { role = '', name, testId, id, tag }: ElementFingerprint,
  written: string,
): readonly LocatorCall[] {
  const label = stableTextOf(name, written);
  const isRegion = regions.has(role);
  return [
    ...(isRegion && label !== '' ? [callOf('getByRole', role, { name: textValue(label) })] : []),
    ...(isRegion ? [callOf('getByRole', role)] : []),
    ...(testId === undefined || looksGenerated(testId) ? [] : [callOf('getByTestId', testId)]),
    ...(id === undefined || looksGenerated(id) || !/^[A-Za-z][\w-]*$/.test(id) ? [] : [callOf('locator', `#${id}`)]),
    ...(tag === 'form' && role !== 'form' ? [callOf('locator', 'form')] : []),
  ];
}
