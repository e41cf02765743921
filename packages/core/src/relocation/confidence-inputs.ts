import { type ElementTraits, isInside, isSamePlace } from './element-traits.ts';
import { agrees, indicator } from './features/feature.ts';
import { relocationFeatures } from './features/registry.ts';
import type { PageTraits } from './page-traits.ts';
import type { RelocationModel } from './relocation-model.ts';
import type { ScoredElement } from './score-page.ts';
import { utilityOf } from './score-page.ts';

/** What the confidence in the best candidate is judged by. */
export interface Contest {
  readonly target: ElementTraits;
  readonly page: PageTraits;
  /** The best first; at least one. */
  readonly ranking: readonly ScoredElement[];
  /** Other elements of the page as it was: each of them may be what the best candidate really continues. */
  readonly others: readonly ElementTraits[];
  readonly model: Pick<RelocationModel, 'weights' | 'goneUtility'>;
}

/** A lead of this much or more is as good as any. */
const farAhead = 6;

/** Features of the best candidate that tell more of the confidence than their part in the utility does. */
const telling = [
  'it is in another part of the page',
  'the text is another',
  'the address is another',
  'the path ends alike',
  'the neighbours are kept',
  'it is far away',
  'the text is elsewhere',
  'the path is the same',
] as const;

/** How the best candidate stands, one number for each name. */
export function confidenceInputsOf(contest: Contest): Readonly<Record<string, number>> {
  const { target, page, ranking, model } = contest;
  const best = ranking[0];
  if (!best) return {};
  const { element } = best;
  const group = ranking.filter((scored) => isOneThing(scored.element, element));
  const rival = ranking.find((scored) => !isOneThing(scored.element, element));
  const lead = best.utility - claimOfOthers(contest, element);
  return {
    'ahead of gone': clamp(best.utility - model.goneUtility, -farAhead, farAhead + 2),
    'ahead of the next': clamp(best.utility - (rival?.utility ?? -Infinity), 0, farAhead),
    'odds among all': clamp(logOddsOf(group, contest), -8, 8),
    'ahead of other old elements': clamp(lead, -4, 4),
    'another old element fits better': indicator(lead < 0),
    'its text is shown once': agrees(target.text, element.text) / Math.max(1, page.texts.get(element.text) ?? 1),
    'its address is there once': agrees(target.href, element.href) / Math.max(1, page.hrefs.get(element.href) ?? 1),
    'nothing names it as before': indicator(!isNamedAlike(target, element)),
    ...Object.fromEntries(telling.map((name) => [name, featureOf(name)(target, element, page)])),
  };
}

/** Whether acting on one is acting on the other: the same place to the eye, or one inside of the other with the same text. */
export function isOneThing(a: ElementTraits, b: ElementTraits): boolean {
  if (a === b || isSamePlace(a.box, b.box)) return true;
  return a.text === b.text && (isInside(a.fingerprint, b.fingerprint) || isInside(b.fingerprint, a.fingerprint));
}

const namingFeatures = [
  'the text is the same',
  'the text is the same but for digits',
  'the address is the same',
  'the id is the same',
  'the name attribute is the same',
  'the alternative text is the same',
  'the test id is the same',
  'the accessible name is the same',
  'the label is the same',
  'the placeholder is the same',
] as const;

function isNamedAlike(target: ElementTraits, element: ElementTraits): boolean {
  return namingFeatures.some((name) => featureOf(name)(target, element, emptyPage) > 0);
}

const emptyPage: PageTraits = {
  elements: [],
  texts: new Map(),
  hrefs: new Map(),
  ids: new Map(),
  names: new Map(),
  testIds: new Map(),
  classWeight: () => 0,
  neighborWeight: () => 0,
  commonRowWords: new Set(),
};

/** How well the element fits what it may really be the continuation of. */
function claimOfOthers({ others, page, model }: Contest, element: ElementTraits): number {
  return others.reduce((most, other) => Math.max(most, utilityOf(other, element, page, model)), -Infinity);
}

function logOddsOf(group: readonly ScoredElement[], { ranking, model }: Contest): number {
  const most = Math.max(model.goneUtility, ranking[0]?.utility ?? 0);
  const weightOf = (scored: readonly ScoredElement[]): number =>
    scored.reduce((sum, { utility }) => sum + Math.exp(utility - most), 0);
  const own = weightOf(group);
  const all = weightOf(ranking) + Math.exp(model.goneUtility - most);
  return Math.log(own / Math.max(all - own, 1e-9));
}

const byName = new Map(relocationFeatures.map((feature) => [feature.name, feature.of]));

function featureOf(name: string): (typeof relocationFeatures)[number]['of'] {
  return byName.get(name) ?? (() => 0);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
