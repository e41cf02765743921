import { dialogRepair } from './dialog.ts';
import { renamedValueRepair } from './renamed-value.ts';
import { routeRepair } from './route.ts';
import type { StepRepairRule } from './step-repair.ts';

/** All kinds of repairs. A failure answers to one of them at most: each asks for another sign in it. */
export const stepRepairRules: readonly StepRepairRule[] = [routeRepair, dialogRepair, renamedValueRepair];
