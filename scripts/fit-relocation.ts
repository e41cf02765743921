/**
 * `npm run fit:relocation`: fits the model that finds elements again to the public pages under `MILLWRIGHT_BENCH_DATA` (or
 * `../shared/data`) and writes its numbers to `packages/core/src/relocation/model-numbers.ts`. The same data give the same numbers.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { benchDataDirectory } from '../bench/causes/labelled-failures.ts';
import { fitRelocation } from '../bench/healing/fit-relocation.ts';
import { prepareSearches } from '../bench/healing/prepared-search.ts';
import { readLocatorPairs } from '../bench/healing/similo-pairs.ts';

const file = fileURLToPath(new URL('../packages/core/src/relocation/model-numbers.ts', import.meta.url));
const model = fitRelocation(prepareSearches(readLocatorPairs(join(benchDataDirectory(), 'locators'))));

writeFileSync(
  file,
  `// oxlint-disable approx-constant -- a weight may come out near a constant of mathematics
import type { RelocationModel } from './relocation-model.ts';

/** Written by \`npm run fit:relocation\`. */
export const relocationModel: RelocationModel = {
  weights: {
${linesOf(model.weights)}
  },
  goneUtility: ${rounded(model.goneUtility)},
  confidence: {
${linesOf(model.confidence)}
  },
  confidenceOffset: ${rounded(model.confidenceOffset)},
};
`,
);

function linesOf(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, value]) => `    '${name}': ${rounded(value)},`)
    .join('\n');
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}
