import type { Bench } from './bench.ts';
import { historyBench } from './benches/history.ts';
import { overheadBench } from './benches/overhead.ts';

/** Every bench that `npm run bench -- NAME` knows. */
export const benches: readonly Bench[] = [overheadBench, historyBench];
