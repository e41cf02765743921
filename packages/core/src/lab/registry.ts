import type { Factor } from './factor.ts';
import { animations } from './factors/animations.ts';
import { clock } from './factors/clock.ts';
import { company } from './factors/company.ts';
import { connections } from './factors/connections.ts';
import { cpuLoad } from './factors/cpu-load.ts';
import { cpuSlowdown } from './factors/cpu-slowdown.ts';
import { isolation } from './factors/isolation.ts';
import { networkLoss } from './factors/network-loss.ts';
import { network } from './factors/network.ts';
import { order } from './factors/order.ts';
import { randomNumbers } from './factors/random-numbers.ts';
import { repetition } from './factors/repetition.ts';
import { seed } from './factors/seed.ts';
import { timeZone } from './factors/time-zone.ts';
import { workers } from './factors/workers.ts';

/** Every factor of the lab. Of two that promise as much, the earlier one is tried first. */
export const factors: readonly Factor[] = [
  company,
  order,
  isolation,
  workers,
  repetition,
  network,
  connections,
  cpuSlowdown,
  animations,
  timeZone,
  clock,
  randomNumbers,
  cpuLoad,
  seed,
  networkLoss,
];
