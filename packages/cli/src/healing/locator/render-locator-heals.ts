import type { ElementFingerprint } from '@millwright/core/relocation';

import { percent } from '../../debug/percent.ts';
import { renderCount } from '../../render/duration.ts';
import type { Paint } from '../../render/paint.ts';
import type { ShownLocatorHeal } from './locator-heal.ts';

/** Repairs of locators for people: what, why, how it was proved, the element before and after, the diff. */
export function renderLocatorHeals(paint: Paint, heals: readonly ShownLocatorHeal[]): string {
  return oncePerReason(heals)
    .map((heal) => renderOne(paint, heal))
    .join('\n');
}

/** Tests that are refused for one and the same reason are told together. */
function oncePerReason(heals: readonly ShownLocatorHeal[]): readonly ShownLocatorHeal[] {
  const groups = Map.groupBy(heals, (heal) =>
    heal.outcome === 'refused' ? `${heal.file} ${heal.reason ?? ''}` : heal.id,
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first ? [{ ...first, tests: [first, ...others].flatMap(({ tests }) => tests) }] : [],
  );
}

function renderOne(paint: Paint, heal: ShownLocatorHeal): string {
  const { locator, reason, tests, pictures, proof = [], diff } = heal;
  const lines = [
    `${paint.accent(heal.kind)}  ${heal.file}: ${wordOf(paint, heal)}`,
    ...tests.map((title) => `  ${paint.dim('test')}    ${title}`),
    ...(locator ? locatorLinesOf(paint, locator) : []),
    ...(pictures.before === undefined ? [] : [`  ${paint.dim('picture before')} ${pictures.before}`]),
    ...pictures.after.map((path) => `  ${paint.dim('picture after')}  ${path}`),
    ...proof.map(
      ({ held, unasked, detail }) =>
        `  ${held ? paint.good('✓') : unasked ? paint.warn('?') : paint.bad('✗')} ${detail}`,
    ),
    ...(reason === undefined ? [] : [`  ${reason}`]),
  ];
  return `${lines.join('\n')}\n${diff === '' ? '' : indented(diff)}`;
}

function wordOf(paint: Paint, { outcome, probability, isReady, refusal, branch, proof }: ShownLocatorHeal): string {
  const sure = percent(probability);
  if (outcome === 'accepted') return paint.good(`applied${branch === undefined ? '' : ` on ${branch}`} (${sure})`);
  if (outcome === 'refused')
    return `${paint.bad('refused')}${refusal?.isProduct ? ': the application is what broke' : ''}`;
  if (isReady) return paint.good(`proved (${sure})`);
  if (outcome === 'proposed') return paint.warn(proof ? `for a person (${sure})` : `proposed (${sure})`);
  if (outcome === 'escalated') return paint.warn(`for a person (${sure})`);
  return paint.bad(outcome);
}

function locatorLinesOf(
  paint: Paint,
  { before, after, was, wasSeenAt, is }: NonNullable<ShownLocatorHeal['locator']>,
): readonly string[] {
  return [
    `  ${paint.dim('before')}  ${before}`,
    ...(after === undefined ? [] : [`  ${paint.dim('after')}   ${after}`]),
    `  ${paint.dim('was')}     ${cropOf(was)}, seen ${wasSeenAt.slice(0, 10)}`,
    ...(is ? [`  ${paint.dim('is')}      ${cropOf(is)}`] : []),
  ];
}

/** An element and what stands around it, in one line. */
function cropOf({ role, tag, name, text, label, placeholder, testId, rowText, heading }: ElementFingerprint): string {
  const called = name || text || label || placeholder || testId;
  return [
    `${role ?? `<${tag}>`}${called ? ` "${clipped(called)}"` : ''}`,
    ...(rowText ? [`in the row "${clipped(rowText)}"`] : []),
    ...(heading ? [`under "${clipped(heading)}"`] : []),
  ].join(' ');
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** The last lines: how many tests, and what to do next. */
export function renderHealSummary(heals: readonly ShownLocatorHeal[], brokenCount: number, placeFlags: string): string {
  if (brokenCount === 0) return 'No test of Playwright failed here, so there is nothing to repair.\n';
  const testsOf = (wanted: (heal: ShownLocatorHeal) => boolean): number =>
    new Set(heals.filter(wanted).flatMap(({ tests }) => tests)).size;
  const applied = testsOf(({ outcome }) => outcome === 'accepted');
  const ready = testsOf(({ outcome, isReady }) => outcome !== 'accepted' && isReady);
  const person = heals.filter(
    ({ outcome, isReady }) => !isReady && (outcome === 'proposed' || outcome === 'escalated'),
  );
  const words = [
    ...(applied > 0 ? [`${applied} repaired`] : []),
    ...(ready > 0 ? [`${ready} proved and not written`] : []),
    ...(person.length > 0 ? [`${testsOf((heal) => person.includes(heal))} for a person`] : []),
  ];
  const rest = brokenCount - testsOf((heal) => heal.outcome === 'accepted' || heal.isReady || person.includes(heal));
  const summary = `${renderCount(brokenCount, 'failed test')}: ${[...words, ...(rest > 0 ? [`${rest} not repaired`] : [])].join(', ')}.\n`;
  const next = ready > 0 ? `Write what was proved: e2e heal --apply${placeFlags}\n` : '';
  const choose = person.find(({ after, proof }) => after !== '' && proof?.every(({ held }) => held));
  const isUnpictured = heals.some(({ locator, pictures }) => locator && pictures.before === undefined);
  const picture = isUnpictured
    ? "For pictures of elements as they were, set elements: 'pictures' in the options of the reporter; they are kept from then on.\n"
    : '';
  return (
    summary +
    picture +
    next +
    (choose ? `Take one that is for a person: e2e heal apply ${choose.id}${placeFlags}\n` : '')
  );
}
