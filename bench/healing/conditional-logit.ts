/** One choice: the features of each alternative, row after row, and which of them are right. None right means that "none" is. */
export interface Choice {
  /** Rows of `featureCount` numbers. */
  readonly rows: Float64Array;
  readonly right: readonly boolean[];
}

export interface LogitOptions {
  /** +1 for weights that may not be negative, -1 for those that may not be positive. */
  readonly signs: readonly (1 | -1)[];
  /** Ridge penalty on the weights, over the mean log likelihood. */
  readonly ridge: number;
}

export interface FittedLogit {
  readonly weights: readonly number[];
  /** Utility of "none of them". */
  readonly none: number;
}

const steps = 600;

/**
 * The weights under which the right alternatives are likeliest, by accelerated projected gradient with restarts
 * (Beck and Teboulle 2009; O'Donoghue and Candès 2015). The step halves whenever it would raise the loss.
 */
export function fitConditionalLogit(choices: readonly Choice[], { signs, ridge }: LogitOptions): FittedLogit {
  const count = signs.length;
  const project = (point: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
    signs.forEach((sign, index) => {
      if ((point[index] ?? 0) * sign < 0) point[index] = 0;
    });
    return point;
  };
  let point = new Float64Array(count + 1);
  signs.forEach((sign, index) => (point[index] = sign * 0.5));
  point[count] = 3;
  let ahead = point;
  let momentum = 1;
  let rate = 1;
  let best = lossOf(choices, point, ridge);
  for (let step = 0; step < steps; step += 1) {
    const here = lossOf(choices, ahead, ridge);
    let next = project(ahead.map((value, index) => value - rate * (here.gradient[index] ?? 0)));
    let loss = lossOf(choices, next, ridge);
    while (loss.value > here.value + boundOf(here.gradient, next, ahead, rate) + 1e-12) {
      rate /= 2;
      next = project(ahead.map((value, index) => value - rate * (here.gradient[index] ?? 0)));
      loss = lossOf(choices, next, ridge);
    }
    if (loss.value > best.value) {
      momentum = 1;
      ahead = point;
      continue;
    }
    const later = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const last = point;
    ahead = next.map((value, index) => value + ((momentum - 1) / later) * (value - (last[index] ?? 0)));
    if (best.value - loss.value < 1e-9 && step > 50) return resultOf(next, count);
    point = next;
    best = loss;
    momentum = later;
    rate *= 1.1;
  }
  return resultOf(point, count);
}

function resultOf(point: Float64Array, count: number): FittedLogit {
  return { weights: [...point.subarray(0, count)], none: point[count] ?? 0 };
}

/** The quadratic bound that a step of this length must stay below. */
function boundOf(gradient: Float64Array, next: Float64Array, from: Float64Array, rate: number): number {
  let sum = 0;
  next.forEach((value, index) => {
    const moved = value - (from[index] ?? 0);
    sum += moved * (gradient[index] ?? 0) + (moved * moved) / (2 * rate);
  });
  return sum;
}

function lossOf(
  choices: readonly Choice[],
  point: Float64Array,
  ridge: number,
): { readonly value: number; readonly gradient: Float64Array } {
  const count = point.length - 1;
  const gradient = new Float64Array(count + 1);
  let value = 0;
  for (const choice of choices) value += addChoice(choice, point, gradient);
  for (let index = 0; index <= count; index += 1) gradient[index] = (gradient[index] ?? 0) / choices.length;
  value /= choices.length;
  for (let index = 0; index < count; index += 1) {
    const weight = point[index] ?? 0;
    value += (ridge * weight * weight) / 2;
    gradient[index] = (gradient[index] ?? 0) + ridge * weight;
  }
  return { value, gradient };
}

/** Adds the gradient of one choice, returns its negative log likelihood. */
function addChoice({ rows, right }: Choice, point: Float64Array, gradient: Float64Array): number {
  const count = point.length - 1;
  const none = point[count] ?? 0;
  const isNone = !right.includes(true);
  const utilities = right.map((_, row) => dot(rows, row * count, point, count));
  const most = utilities.reduce((a, b) => Math.max(a, b), none);
  const weights = utilities.map((utility) => Math.exp(utility - most));
  const noneWeight = Math.exp(none - most);
  const all = weights.reduce((a, b) => a + b, noneWeight);
  const good = Math.max(
    weights.reduce((sum, weight, row) => sum + (right[row] === true ? weight : 0), isNone ? noneWeight : 0),
    Number.MIN_VALUE,
  );
  weights.forEach((weight, row) => {
    const pull = weight / all - (right[row] === true ? weight / good : 0);
    if (pull !== 0)
      for (let k = 0; k < count; k += 1) gradient[k] = (gradient[k] ?? 0) + pull * (rows[row * count + k] ?? 0);
  });
  gradient[count] = (gradient[count] ?? 0) + noneWeight / all - (isNone ? noneWeight / good : 0);
  return Math.log(all) - Math.log(good);
}

function dot(rows: Float64Array, offset: number, point: Float64Array, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += (rows[offset + k] ?? 0) * (point[k] ?? 0);
  return sum;
}
