import type { StepContract } from '@millwright/core';

import type { RawContract } from './element-entries.ts';
import { urlPatternOf } from './url-pattern.ts';

const mostSent = 80;

/** What followed a call, free of ids and of the order and number of its requests. */
export function stepContractOf({ requests, urlAfter, given }: RawContract): StepContract {
  const told = requests.map(
    ([method, url, status]) =>
      `${method} ${urlPatternOf(url)} ${status === 'failed' ? status : `${Math.floor(status / 100)}xx`}`,
  );
  const sent = requests.flatMap(([method, url, , values]) =>
    values.map((value) => `${method} ${urlPatternOf(url)} ${value}`),
  );
  return {
    requests: sorted(told),
    urlAfter: urlPatternOf(urlAfter),
    sent: sorted(sent).slice(0, mostSent),
    ...(given === undefined ? {} : { given }),
  };
}

function sorted(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].toSorted();
}
