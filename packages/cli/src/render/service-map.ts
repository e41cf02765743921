import type { ServiceMap } from '@millwright/core';

import { renderCount } from './duration.ts';
import type { Paint } from './paint.ts';
import { renderTable } from './table.ts';

/** So many files have a letter each. */
const mostFiles = 26;
const shownUnplaced = 5;

type Endpoint = ServiceMap['endpoints'][number];

/**
 * The endpoint × test matrix for people, a column for each test file: `R` where one of its tests was seen to ask for the endpoint, `t` where
 * only its text says so.
 */
export function renderServiceMap(paint: Paint, map: ServiceMap): string {
  const fileOf = new Map(map.tests.map(({ testId, file }) => [testId, file]));
  const files = [...new Set(fileOf.values())].sort();
  const shown = files.slice(0, mostFiles);
  return [
    ...map.services.flatMap(({ name, endpointCount, touchedCount }) => {
      const own = map.endpoints.filter(({ service }) => service === name);
      const untouched = endpointCount - touchedCount;
      return [
        `${paint.strong(name)}  ${renderCount(endpointCount, 'endpoint')}, ${untouched === 0 ? 'each touched by a test' : paint.warn(`${untouched} touched by no test`)}`,
        renderTable([
          ['  ', '', paint.dim(shown.map((_, index) => letterOf(index)).join(' '))],
          ...own.map((endpoint) => rowOf(paint, endpoint, shown, fileOf)),
        ]),
      ];
    }),
    renderTable(shown.map((file, index) => [`  ${letterOf(index)}`, file])),
    ...(files.length > shown.length ? [`${renderCount(files.length - shown.length, 'more file')} (--json)\n`] : []),
    paint.dim('R  seen when the test last passed     t  in the text of the test, its helpers, fixtures or hooks\n'),
    ...unplacedOf(paint, map),
    ...map.lacked.map((sentence) => `${paint.warn('without')}  ${sentence}\n`),
  ].join('\n');
}

function rowOf(
  paint: Paint,
  { method, path, tests }: Endpoint,
  files: readonly string[],
  fileOf: ReadonlyMap<string, string>,
): readonly string[] {
  const marks = files.map((file) => {
    const own = tests.filter(({ testId }) => fileOf.get(testId) === file);
    if (own.length === 0) return '.';
    return own.some(({ evidence }) => evidence.includes('recorded')) ? 'R' : 't';
  });
  const count = tests.length === 0 ? paint.warn('no test') : renderCount(tests.length, 'test');
  return [`  ${method}`, path, marks.join(' '), count];
}

function unplacedOf(paint: Paint, { unplaced }: ServiceMap): readonly string[] {
  if (unplaced.length === 0) return [];
  const more = unplaced.length - shownUnplaced;
  return [
    paint.strong('Seen, and answered by no known endpoint'),
    renderTable(
      unplaced
        .slice(0, shownUnplaced)
        .map(({ request, testCount }) => [`  ${request}`, renderCount(testCount, 'test')]),
    ) + (more > 0 ? paint.dim(`  and ${more} more (--json)\n`) : ''),
  ];
}

function letterOf(index: number): string {
  return String.fromCodePoint(97 + index);
}
