import type { DebugCause } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { clip } from './clip.ts';
import type { DebugView } from './debug-view.ts';
import { digestOf } from './digest.ts';
import { percent } from './percent.ts';
import { renderHead, renderReportSections } from './render-head.ts';
import { originSharesOf } from './sections/origin.ts';

/** Where nothing says how wide it is, a terminal or log shows so many characters in a line. */
export const usualWidth = 100;
const leastWidth = 60;

/** Each cause in one line and what to do in another, for a glance. `width` is in characters. */
export function renderShort(paint: Paint, view: DebugView, width: number): string {
  const { report } = view;
  const head = renderHead(paint, view);
  if (report.causes.length === 0) return head;
  const room = Math.max(leastWidth, width);
  const affected = report.causes.map(affectedOf);
  const column = Math.max(...affected.map(({ length }) => length));
  return [
    head,
    renderReportSections(paint, report, 'short'),
    '\n',
    ...report.causes.flatMap((cause, index) => [
      `${causeLineOf(paint, cause, { lead: `${index + 1}. ${(affected[index] ?? '').padEnd(column)}  `, room })}\n`,
      `   ${actionLineOf(paint, cause, room - 3)}\n`,
    ]),
    '\n',
    paint.dim('More of one: e2e debug-execution 1; of all: --verbose.'),
    '\n',
  ].join('');
}

function affectedOf({ tests }: DebugCause): string {
  return tests.length === 0 ? 'outside' : renderCount(tests.length, 'test');
}

function causeLineOf(
  paint: Paint,
  { title, example, location }: DebugCause,
  { lead, room }: { readonly lead: string; readonly room: number },
): string {
  const place = location === undefined ? '' : `  ${location.file}:${location.line}`;
  const left = room - lead.length - title.length - place.length - 2;
  const digest = clip(digestOf(example), left);
  return `${lead}${paint.strong(title)}${digest === '' ? '' : `: ${paint.bad(digest)}`}${paint.dim(place)}`;
}

/** The likeliest origin, and the first sentence of what to do. */
function actionLineOf(paint: Paint, cause: DebugCause, room: number): string {
  const [likeliest] = originSharesOf(cause);
  const origin = likeliest === undefined ? '' : `${likeliest.name} ${percent(likeliest.share)} `;
  const [first = ''] = cause.advice.split(/(?<=[.;]) /u);
  return `${origin}${paint.accent('→')} ${clip(first, room - origin.length - 2)}`;
}
