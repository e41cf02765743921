import type { StepContract } from '@millwright/core';
import { isRead } from '@millwright/core/record';

import type { RawContract } from './element-entries.ts';
import { urlPatternOf } from './url-pattern.ts';

/** So many lines about what was sent are kept; what changes something comes first. */
const mostSent = 150;

/** What followed a call, free of ids and of the order and number of its requests. */
export function stepContractOf({ requests, urlAfter, given }: RawContract): StepContract {
  const told = requests.map(
    ([method, url, status]) =>
      `${method} ${urlPatternOf(url)} ${status === 'failed' ? status : `${Math.floor(status / 100)}xx`}`,
  );
  const lines = unique(
    requests.flatMap(([method, url, , values]) => values.map((value) => `${method} ${urlPatternOf(url)} ${value}`)),
  );
  const writes = lines.filter((line) => !isRead(line));
  const reads = lines.filter(isRead);
  const kept = [...writes, ...reads].slice(0, mostSent);
  // That some are missing must not look as if there were none.
  const missing = writes.length > mostSent ? ['POST * …=~'] : [];
  return {
    requests: unique(told),
    urlAfter: urlPatternOf(urlAfter),
    sent: unique([...kept, ...missing]),
    ...(given === undefined ? {} : { given: `${given[0]} ${urlPatternOf(given[1])} ${given[2]}` }),
  };
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)].toSorted();
}
