import { relative, sep } from 'node:path';

import {
  type ContractedStep,
  type ProofCheck,
  type RememberedElement,
  type StepObservation,
  contractBreachOf,
  sentDifferenceOf,
} from '@millwright/core';

import { renderCount } from '../../render/duration.ts';
import { type HealLink, isStepOf } from './heal-link.ts';

/** Whether each repaired step met one element, every time. */
export function uniqueCheckOf(root: string, links: readonly HealLink[], steps: readonly StepObservation[]): ProofCheck {
  for (const link of links) {
    const { locator } = link.proposed;
    const seen = steps.filter((step) => isStepOf(root, link, step));
    const other = seen.find(({ matches }) => matches !== 1);
    if (seen.length === 0)
      return { name: 'unique', held: false, detail: `The step at ${placeOf(link)} was not come to.` };
    if (other)
      return {
        name: 'unique',
        held: false,
        detail: `${locator} met ${renderCount(Math.max(0, other.matches), 'element')}.`,
      };
  }
  const each = links.length === 1 ? `${links[0]?.proposed.locator ?? 'It'} met` : 'Each new locator met';
  return { name: 'unique', held: true, detail: `${each} one element in every run.` };
}

/** What the test did otherwise than when it last passed. `runs`: the steps of each of its runs, at least one. */
export function contractCheckOf(
  root: string,
  remembered: readonly RememberedElement[],
  runs: readonly (readonly StepObservation[])[],
): ProofCheck {
  const after = runs.map((steps) => steps.flatMap((step) => contractedOf(keyOfObservation(root, step), step)));
  const [first = []] = after;
  const seen = new Set(first.map(({ key }) => key));
  const before = remembered
    .flatMap((element) => contractedOf(keyOf(element), element))
    .filter(({ key }) => seen.has(key));
  if (before.length === 0)
    return {
      name: 'contract',
      held: false,
      unasked: true,
      detail: 'What the steps led to when the test last passed was not watched, so nothing can be compared.',
    };
  const compared = new Set(before.map(({ key }) => key));
  const comparable = after.map((steps) => steps.filter(({ key }) => compared.has(key)));
  const breach = contractBreachOf(before, comparable);
  // The same requests with something else in them may be the work of another element, and may be a value that changes with the day.
  const difference = breach === undefined ? sentDifferenceOf(before, comparable) : undefined;
  const requests = new Set(before.flatMap(({ contract }) => contract.requests)).size;
  return {
    name: 'contract',
    held: breach === undefined && difference === undefined,
    ...(difference === undefined ? {} : { unasked: true }),
    detail:
      breach ??
      difference ??
      `${renderCount(before.length, 'step')} led to the same ${requests === 0 ? 'pages' : `${renderCount(requests, 'request')} and pages`} as when the test last passed.`,
  };
}

/**
 * The assertion that has to fail with another expected value: that of the repaired step itself, else the first that follows it.
 * Undefined when none follows.
 */
export function assertionAfter(
  root: string,
  link: HealLink,
  steps: readonly StepObservation[],
): StepObservation | undefined {
  const at = steps.findIndex((step) => isStepOf(root, link, step));
  return at < 0
    ? undefined
    : steps.slice(at).find((step) => step.action === 'expect' && step.ok && step.asserts !== undefined);
}

/** A place as one reads it. */
export function placeOf({ place }: Pick<HealLink, 'place'>): string {
  return `${place.file}:${place.line}`;
}

function contractedOf(
  key: string,
  { contract, locator, url }: Pick<RememberedElement, 'contract' | 'locator' | 'url'>,
): readonly ContractedStep[] {
  return contract === undefined ? [] : [{ key, name: locator, url, contract }];
}

function keyOf({ place, action, ordinal }: Pick<RememberedElement, 'place' | 'action' | 'ordinal'>): string {
  return `${place.file}:${place.line} ${action} ${ordinal}`;
}

function keyOfObservation(root: string, { place, ...rest }: StepObservation): string {
  return keyOf({ ...rest, place: { ...place, column: 0, file: relative(root, place.file).split(sep).join('/') } });
}
