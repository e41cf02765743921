import type { Bench } from './bench.ts';
import { bisectBench } from './benches/bisect.ts';
import { captureBench } from './benches/capture.ts';
import { causesBench } from './benches/causes.ts';
import { clustersBench } from './benches/clusters.ts';
import { flakyBench } from './benches/flaky.ts';
import { healingBench } from './benches/healing.ts';
import { historyBench } from './benches/history.ts';
import { orderBench } from './benches/order.ts';
import { originsShopBench } from './benches/origins-shop.ts';
import { originsBench } from './benches/origins.ts';
import { overheadBench } from './benches/overhead.ts';
import { patternsBench } from './benches/patterns.ts';
import { predictionsBench } from './benches/predictions.ts';
import { retriesBench } from './benches/retries.ts';
import { riskBench } from './benches/risk.ts';
import { simulateBench } from './benches/simulate.ts';
import { splitBench } from './benches/split.ts';
import { selectionBench } from './benches/selection.ts';
import { trialProposalsBench } from './benches/trial-proposals.ts';
import { trialBench } from './benches/trial.ts';
import { workersBench } from './benches/workers.ts';

/** Every bench that `npm run bench -- NAME` knows. */
export const benches: readonly Bench[] = [
  overheadBench,
  historyBench,
  flakyBench,
  patternsBench,
  causesBench,
  clustersBench,
  bisectBench,
  retriesBench,
  originsBench,
  originsShopBench,
  healingBench,
  captureBench,
  trialProposalsBench,
  trialBench,
  orderBench,
  riskBench,
  predictionsBench,
  simulateBench,
  splitBench,
  workersBench,
  selectionBench,
];
