import type { DebugCause, OriginName, Ownership } from '@millwright/core';

import type { Paint } from './paint.ts';

const names: readonly OriginName[] = ['flake', 'regression', 'environment', 'unknown'];

/** The likeliest origin first, and whether it is yours; a share under one in twenty is not worth a word. */
export function renderOrigin(paint: Paint, { origin }: DebugCause): readonly string[] {
  const shares = names
    .map((name) => ({ name, share: origin[name] }))
    .filter(({ share }) => share >= 0.05)
    .toSorted((a, b) => b.share - a.share)
    .map(({ name, share }) => `${name} ${Math.round(share * 100)} %`);
  return [shares.join(', '), ownershipOf(paint, origin.mine)];
}

/** "Is this red mine?" for the whole report; nothing when it has one cause, which says it itself. */
export function renderReportOwnership(paint: Paint, mine: Ownership | undefined, causes: number): string {
  return mine === undefined || causes < 2 ? '' : `${ownershipOf(paint, mine)}\n`;
}

function ownershipOf(paint: Paint, { answer, sentence }: Ownership): string {
  return answer === 'yours'
    ? paint.bad(sentence)
    : answer === 'not-yours'
      ? paint.good(sentence)
      : paint.warn(sentence);
}
