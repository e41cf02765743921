import type { ShapeStretch } from './run-document.ts';

/** The shape that each test usually goes through, as stretches of neighbouring tests with neighbouring shapes. */
export function stretchesOf(shapeOfTest: ReadonlyMap<number, number>): readonly ShapeStretch[] {
  const stretches: [test: number, shape: number, count: number][] = [];
  for (const [test, shape] of [...shapeOfTest].sort(([a], [b]) => a - b)) {
    const last = stretches.at(-1);
    if (last && last[0] + last[2] === test && last[1] + last[2] === shape) last[2] += 1;
    else stretches.push([test, shape, 1]);
  }
  return stretches;
}

/** Inverse of `stretchesOf`. */
export function shapesOfStretches(stretches: readonly ShapeStretch[]): ReadonlyMap<number, number> {
  const shapes = new Map<number, number>();
  for (const [test, shape, count] of stretches)
    for (let offset = 0; offset < count; offset += 1) shapes.set(test + offset, shape + offset);
  return shapes;
}
