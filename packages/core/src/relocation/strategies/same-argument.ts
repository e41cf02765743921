import { isInside } from '../element-traits.ts';
import type { LocatorChain } from '../locator/locator-chain.ts';
import { argumentOptionsOf } from './argument-options.ts';
import type { LocatorStrategy, SynthesisContext } from './strategy.ts';

/** The author's own strategy with a new argument: what seven of ten repairs by people are. */
export const sameArgument: LocatorStrategy = {
  name: 'the same strategy with a new argument',
  propose: (context) => {
    const { written } = context;
    const byCall = written.map((_, at) => written.length - 1 - at).flatMap((at) => withCallMended(context, at));
    // Where what stood around it is gone as well, the element may be found without it.
    const last = written.at(-1);
    const alone: readonly LocatorChain[] =
      last && written.length > 1
        ? [[last], ...argumentOptionsOf(last, context.winner, context.writtenText).map((call) => [call])]
        : [];
    return [written, ...byCall, ...alone];
  },
};

/** One call mended: the last for the element, an earlier one for what the element is in. */
function withCallMended({ written, winner, page, writtenText }: SynthesisContext, at: number): readonly LocatorChain[] {
  const call = written[at];
  if (!call) return [];
  const isLast = at === written.length - 1;
  const subjects = isLast ? [winner] : page.filter((element) => isInside(winner, element)).toReversed();
  return subjects
    .flatMap((element) => argumentOptionsOf(call, element, writtenText))
    .map((option) => written.with(at, option));
}
