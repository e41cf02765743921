import type { ElementFingerprint } from '@millwright/core/relocation';

/** How an element differs from what it was. `other`: nothing that tells elements apart stayed, and something of it changed. */
export type Drift = 'none' | 'slow' | 'other';

const telling = [
  'testId',
  'id',
  'nameAttribute',
  'name',
  'text',
  'label',
  'href',
  'placeholder',
  'alt',
  'title',
] as const;

/** Compares what a locator resolved to with what it resolved to before. Where it stands is no difference. */
export function driftOf(before: ElementFingerprint, after: ElementFingerprint): Drift {
  let kept = 0;
  let changed = 0;
  for (const key of telling) {
    if (before[key] === undefined && after[key] === undefined) continue;
    if (before[key] === after[key]) kept += 1;
    else changed += 1;
  }
  if (changed > 0 && kept === 0) return 'other';
  return changed > 0 || lookOf(before) !== lookOf(after) ? 'slow' : 'none';
}

/** Whether a link leads to another page than it did. */
export function leadsElsewhere({ href: before }: ElementFingerprint, { href: after }: ElementFingerprint): boolean {
  return before !== undefined && after !== undefined && pageOf(before) !== pageOf(after);
}

/** An address without its query and fragment. */
function pageOf(href: string): string {
  return href.replace(/[?#].*$/, '');
}

function lookOf({ tag, role, type, classes, xpath, rowText, heading, within }: ElementFingerprint): string {
  return JSON.stringify([tag, role, type, classes, xpath, rowText, heading, within]);
}
