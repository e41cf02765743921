/**
 * Loaded with `--require` into the processes of a Vitest run: lets the clock of its test workers start at the moment that
 * `MILLWRIGHT_LAB_CLOCK` names and go on from there. `Date` alone is moved; timers and `performance.now()` keep theirs.
 */
interface Moment {
  month?: number;
  day?: number;
  hour: number;
  minute: number;
}

const wanted = process.env['MILLWRIGHT_LAB_CLOCK'];
// Only workers start with this variable: the runner's own process has to know the time.
if (wanted !== undefined && process.env['VITEST'] !== undefined) shiftClock(JSON.parse(wanted) as Moment);

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
