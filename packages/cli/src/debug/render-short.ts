import type { SourceLocation } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { clip } from './clip.ts';
import type { DebugView } from './debug-view.ts';
import { causeDigestOf } from './digest.ts';
import { percent } from './percent.ts';
import { renderHead, renderReportSections } from './render-head.ts';
import { originSharesOf } from './sections/origin.ts';
import type { ExplainedCause } from './explained-report.ts';

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
      `${causeLineOf(paint, cause, { lead: `${`${index + 1}.`.padEnd(report.causes.length > 9 ? 3 : 2)} ${(affected[index] ?? '').padEnd(column)}  `, room })}\n`,
      `   ${actionLineOf(paint, cause, room - 3)}\n`,
    ]),
    '\n',
    paint.dim('More of one: e2e debug-execution 1; of all: --verbose.'),
    '\n',
  ].join('');
}

function affectedOf({ tests }: ExplainedCause): string {
  return tests.length === 0 ? 'outside' : renderCount(tests.length, 'test');
}

function causeLineOf(
  paint: Paint,
  cause: ExplainedCause,
  { lead, room }: { readonly lead: string; readonly room: number },
): string {
  const { title, location } = cause;
  const place = location === undefined ? '' : `  ${location.file}:${location.line}`;
  const left = room - lead.length - title.length - place.length - 2;
  const digest = clip(causeDigestOf(cause), left);
  return `${lead}${paint.strong(title)}${digest === '' ? '' : `: ${paint.bad(digest)}`}${paint.dim(place)}`;
}

/** The likeliest origin, and the least risky thing to do. */
function actionLineOf(paint: Paint, cause: ExplainedCause, room: number): string {
  const [likeliest] = originSharesOf(cause);
  const origin = likeliest === undefined ? '' : `${likeliest.name} ${percent(likeliest.share)} `;
  const [fix] = cause.fixes;
  const isElsewhere = fix?.location !== undefined && !isSamePlace(fix.location, cause.location);
  const place = fix?.location !== undefined && isElsewhere ? ` ${fix.location.file}:${fix.location.line}` : '';
  const [first = ''] = (fix?.summary ?? cause.advice).split(/(?<=\.) (?=[A-Z])/u);
  return `${origin}${paint.accent('→')} ${clip(first, room - origin.length - 2 - place.length)}${paint.dim(place)}`;
}

function isSamePlace(a: SourceLocation, b: SourceLocation | undefined): boolean {
  return a.file === b?.file && a.line === b.line;
}
