import type { StepContract } from '@millwright/core';

import type { RawContract } from './element-entries.ts';
import { urlPatternOf } from './url-pattern.ts';

/** What followed a call, free of ids and of the order and number of its requests. */
export function stepContractOf({ requests, urlAfter }: RawContract): StepContract {
  const told = requests.map(
    ([method, url, status]) =>
      `${method} ${urlPatternOf(url)} ${status === 'failed' ? status : `${Math.floor(status / 100)}xx`}`,
  );
  return { requests: [...new Set(told)].toSorted(), urlAfter: urlPatternOf(urlAfter) };
}
