import type { FollowContexts } from './follow-contexts.cts';

/**
 * Loaded with `--require` into the processes of a run: lets the clock of its test workers start at the moment that
 * `MILLWRIGHT_LAB_CLOCK` names and go on from there. `Date` alone is moved; timers and `performance.now()` keep theirs.
 * `page-conditions.cts` moves the clocks of the pages with it.
 */
interface Moment {
  month?: number;
  day?: number;
  hour: number;
  minute: number;
}

const { isPlaywrightWorker } = require('./follow-contexts.cjs') as FollowContexts;
const wanted = process.env['MILLWRIGHT_LAB_CLOCK'];
// Only workers are moved: the runner's own process has to know the time. Vitest's start with this variable.
if (wanted !== undefined && (isPlaywrightWorker || process.env['VITEST'] !== undefined)) {
  shiftClock(JSON.parse(wanted) as Moment);
}

function shiftClock(moment: Moment): void {
  const RealDate = Date;
  const offsetMs = startOf(moment).getTime() - RealDate.now();
  const now = (): number => RealDate.now() + offsetMs;
  const ShiftedDate = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget: new () => object) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
  RealDate.prototype.constructor = ShiftedDate;
  globalThis.Date = ShiftedDate;
  (globalThis as { millwrightClockOffsetMs?: number }).millwrightClockOffsetMs = offsetMs;
}

/** The moment this year, on the wall clock here; 29 February in the next year that has one. */
function startOf({ month, day, hour, minute }: Moment): Date {
  const today: Date = new Date();
  if (month === undefined || day === undefined) {
    return new Date(today.getFullYear(), today.getMonth(), today.getDate(), hour, minute);
  }
  for (let year = today.getFullYear(); ; year++) {
    const date: Date = new Date(year, month - 1, day, hour, minute);
    if (date.getDate() === day) return date;
  }
}
