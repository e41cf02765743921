import type { SourceLocation } from '@millwright/core';

import { renderCount } from '../render/duration.ts';
import { causeSections } from './cause-sections.ts';
import { clip } from '../render/clip.ts';
import type { DebugView } from './debug-view.ts';
import { culpritOf } from './culprit.ts';
import { causeDigestOf } from './digest.ts';
import type { ExplainedCause } from './explained-report.ts';
import { codeBlock, codeSpan, escapeMarkdown } from './markdown-text.ts';
import { percent } from './percent.ts';
import { countsOf, subjectOf } from './render-head.ts';
import { reportSections } from './report-sections.ts';
import type { CauseSection, SectionLine } from './section.ts';
import { originSharesOf } from './sections/origin.ts';

/** A comment on GitHub holds 65,536 characters; GitLab and job summaries hold more. */
const longestMarkdown = 60_000;
const longestDigest = 120;
const longestAction = 200;
const tableRows = 50;

/** Where the lines of a commit can be looked at, and where the project lies in the repository. */
export interface SourceLinks {
  linkOf(location: SourceLocation): string | undefined;
}

/**
 * The causes for a job summary or a comment: a table of all, and everything of each folded below, as many as fit. Nothing in it is
 * markup of the failures themselves.
 */
export function renderMarkdown(view: DebugView, links: SourceLinks): string {
  const { report } = view;
  const subject = subjectOf(view);
  const heading = report.causes.length === 0 ? 'Nothing failed' : countsOf(report);
  const head = [
    `### ${heading}`,
    '',
    ...(subject === '' ? [] : [escapeMarkdown(subject), '']),
    ...reportSections.flatMap((section) =>
      section.linesOf(report, 'full').flatMap(({ text }) => [escapeMarkdown(text), '']),
    ),
  ].join('\n');
  if (report.causes.length === 0) return head;
  const overview = `${head}\n${tableOf(report.causes, links)}\n`;
  return overview + detailsOf(report.causes, links, longestMarkdown - overview.length);
}

function tableOf(causes: readonly ExplainedCause[], links: SourceLinks): string {
  const rows = causes
    .slice(0, tableRows)
    .map((cause, index) =>
      [
        index + 1,
        cause.tests.length === 0 ? 'outside any test' : renderCount(cause.tests.length, 'test'),
        `**${escapeMarkdown(cause.title)}** ${codeSpan(clip(causeDigestOf(cause), longestDigest))}`,
        placeOf(cause.location, links),
        originOf(cause),
        escapeMarkdown(clip(culpritOf(cause) ?? cause.fixes[0]?.summary ?? cause.advice, longestAction)),
      ].join(' | '),
    );
  const rest = causes.length > tableRows ? [`\nand ${renderCount(causes.length - tableRows, 'more cause')}\n`] : [];
  return [
    '| | tests | cause | where | probably | do |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    ...rest,
    '',
  ].join('\n');
}

function originOf(cause: ExplainedCause): string {
  const [likeliest] = originSharesOf(cause);
  return likeliest === undefined ? '' : `${likeliest.name} ${percent(likeliest.share)}`;
}

/** As many causes as fit, each folded. */
function detailsOf(causes: readonly ExplainedCause[], links: SourceLinks, room: number): string {
  let text = '';
  for (const [index, cause] of causes.entries()) {
    const summary = `${index + 1}. ${escapeMarkdown(cause.title)} (${percent(cause.probability)})`;
    const next = `<details><summary>${summary}</summary>\n\n${renderCauseMarkdown(cause, links)}\n</details>\n\n`;
    if (text.length + next.length > room)
      return `${text}The details of ${renderCount(causes.length - index, 'cause')} are left out here: \`e2e debug-execution --verbose\` has them.\n`;
    text += next;
  }
  return text;
}

/** Everything of one cause, section by section. */
export function renderCauseMarkdown(
  cause: ExplainedCause,
  links: SourceLinks,
  wanted: (section: CauseSection) => boolean = () => true,
): string {
  return [
    ...(cause.location === undefined ? [] : [`**Where:** ${placeOf(cause.location, links)}\n`]),
    ...causeSections.filter(wanted).flatMap((section) => {
      const lines = section.linesOf(cause);
      return lines.length === 0 ? [] : [`**${section.title}**\n\n${blockOf(section, lines)}\n`];
    }),
    `Signature: \`${cause.signature}\`\n`,
  ].join('\n');
}

function blockOf({ form }: CauseSection, lines: readonly SectionLine[]): string {
  if (form === 'code') return codeBlock(lines.map(({ text }) => text));
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const { text, code } = lines[at] ?? { text: '' };
    if (code === undefined) {
      const [, nested, told = text] = /^(· | {2})(.*)$/u.exec(text) ?? [];
      blocks.push(`${nested === undefined ? '' : '  '}- ${escapeMarkdown(told)}`);
      continue;
    }
    const end = lines.findIndex((line, index) => index > at && line.code !== code);
    const last = end === -1 ? lines.length : end;
    blocks.push(
      `\n${codeBlock(
        lines.slice(at, last).map((line) => line.text),
        code,
      )}\n`,
    );
    at = last - 1;
  }
  return blocks.join('\n');
}

function placeOf(location: SourceLocation | undefined, links: SourceLinks): string {
  if (location === undefined) return '';
  const name = codeSpan(`${location.file}:${location.line}`);
  const link = links.linkOf(location);
  return link === undefined ? name : `[${name}](${link})`;
}
