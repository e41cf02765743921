import type { SourceLocation } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import type { Paint } from '../render/paint.ts';
import { clip } from '../render/clip.ts';
import type { DebugView } from './debug-view.ts';
import { culpritOf } from './culprit.ts';
import { causeDigestOf } from './digest.ts';
import { percent } from './percent.ts';
import { renderHead, renderReportSections } from './render-head.ts';
import { originSharesOf } from './sections/origin.ts';
import type { ExplainedCause } from './explained-report.ts';

/** Where nothing says how wide it is, a terminal or log shows so many characters in a line. */
export const usualWidth = 100;
const leastWidth = 60;

/** More causes than this are no glance. */
const mostCauses = 15;

/** Each cause in one line and what to do in another, for a glance. `width` is in characters. */
export function renderShort(paint: Paint, view: DebugView, width: number): string {
  const { report, named = '' } = view;
  const room = Math.max(leastWidth, width);
  const head = renderHead(paint, view, room);
  if (report.causes.length === 0) return head;
  const causes = report.causes.slice(0, mostCauses);
  const column = Math.max(...causes.map((cause) => affectedOf(cause).length));
  const rest = report.causes.length - causes.length;
  return [
    head,
    renderReportSections(paint, report, 'short'),
    '\n',
    ...causes.flatMap((cause, index) => {
      const number = `${index + 1}.`.padEnd(String(causes.length).length + 1);
      const lead = `${number} ${affectedOf(cause).padEnd(column)}  `;
      return [`${causeLineOf(paint, cause, { lead, room })}\n`, `   ${actionLineOf(paint, cause, room - 3)}\n`];
    }),
    rest > 0 ? `and ${renderCount(rest, 'more cause')}\n` : '',
    '\n',
    paint.dim(`More of one: e2e debug-execution 1${named}; of all: --verbose.`),
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
  const { title, outage, tests } = cause;
  // A limit that ran out has no place of its own.
  const location = cause.location ?? tests[0];
  // Where one of many tests of an outage failed says nothing.
  const place = location === undefined || outage !== undefined ? '' : `  ${location.file}:${location.line}`;
  const left = room - lead.length - title.length - place.length - 2;
  const digest = clip(causeDigestOf(cause), left);
  return `${lead}${paint.strong(title)}${digest === '' ? '' : `: ${paint.bad(digest)}`}${paint.dim(place)}`;
}

/** The likeliest origin, and what to look at where a change is suspected, else the least risky thing to do. */
function actionLineOf(paint: Paint, cause: ExplainedCause, room: number): string {
  const [likeliest] = originSharesOf(cause);
  const origin = likeliest === undefined ? '' : `${likeliest.name} ${percent(likeliest.share)} `;
  const culprit = culpritOf(cause);
  const { text, place } = culprit === undefined ? fixOf(cause) : { text: culprit, place: '' };
  return `${origin}${paint.accent('→')} ${clip(text, room - origin.length - 2 - place.length)}${paint.dim(place)}`;
}

/** The least risky thing to do, and where, when that is elsewhere. */
function fixOf(cause: ExplainedCause): { readonly text: string; readonly place: string } {
  const [fix] = cause.fixes;
  const isElsewhere = fix?.location !== undefined && !isSamePlace(fix.location, cause.location);
  const [text = ''] = (fix?.summary ?? cause.advice).split(/(?<=\.) (?=[A-Z])/u);
  return { text, place: isElsewhere ? ` ${fix.location.file}:${fix.location.line}` : '' };
}

function isSamePlace(a: SourceLocation, b: SourceLocation | undefined): boolean {
  return a.file === b?.file && a.line === b.line;
}
