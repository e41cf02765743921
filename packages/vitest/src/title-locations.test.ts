import { describe, expect, test } from 'vitest';

import { titleLocationsOf } from './title-locations.ts';

const source = [
  `import { test, it } from 'vitest';`,
  `describe('sum', () => {`,
  `  test('adds', () => {});`,
  `  it.only("it's 2", () => {});`,
  `  test.each([[1, 2]])('each %i and %i', () => {});`,
  `  test.for([{ a: 1 }])(`,
  '    `for $a.b of it`,',
  `    () => {},`,
  `  );`,
  `  myTest('own fixture', () => { expect(byText('adds')).toBe(1); });`,
  `  test('adds', () => {});`,
  `  test.skipIf(true)('maybe', () => {});`,
  '  test(`made of ${1 + 1} parts`, () => {});',
  `  test('50% off', () => {});`,
  `});`,
].join('\n');

describe('titleLocationsOf', () => {
  test.each([
    { name: 'a plain title', title: 'adds', at: '3:3' },
    { name: 'another quote and an apostrophe', title: "it's 2", at: '4:3' },
    { name: 'a parametrised title', title: 'each 1 and 2', at: '5:22' },
    { name: 'a parametrised title on a line of its own', title: 'for 7 of it', at: '6:23' },
    { name: 'a test with fixtures of its own', title: 'own fixture', at: '10:3' },
    { name: 'a condition', title: 'maybe', at: '12:20' },
    { name: 'a template', title: 'made of 2 parts', at: '13:3' },
    { name: 'a per cent sign that is none of the placeholders', title: '50% off', at: '14:3' },
    { name: 'a title that nothing explains', title: 'from elsewhere', at: undefined },
  ])('$name', ({ title, at }) => {
    const [place] = titleLocationsOf(source, [title]);
    expect(place && `${place.line}:${place.column}`).toBe(at);
  });

  test('gives duplicates out in order, and the last one again when there are more tests than calls', () => {
    expect(titleLocationsOf(source, ['adds', 'adds', 'adds']).map((place) => place?.line)).toEqual([3, 11, 11]);
  });

  test('does not take other calls for tests', () => {
    expect(titleLocationsOf(`expect(byText('adds'));\nlog("adds");`, ['adds'])).toEqual([undefined]);
  });

  test('reads a large file in little time', () => {
    const large = Array.from(
      { length: 5000 },
      (_, index) => `test('number ${index}', () => { expect(f('(((' + "'")).toBe(\`\${1}\`); });`,
    ).join('\n');
    const start = performance.now();
    const places = titleLocationsOf(
      large,
      Array.from({ length: 5000 }, (_, index) => `number ${index}`),
    );
    expect(places.at(-1)?.line).toBe(5000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
