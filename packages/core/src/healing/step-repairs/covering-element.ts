import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';

/** An element that took a click, as Playwright's call log shows it. */
export interface CoveringElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** As the log shows it. */
  readonly shown: string;
}

const waiting = /spinner|load(?:ing|er)|progress|busy|skeleton|throbber/i;

/**
 * What lay over the target when it was clicked last: the element itself and the one around it that is told of. Nothing when it is
 * there to say that the application works.
 */
export function coveringElementsOf(text: string): readonly CoveringElement[] {
  const last = [...text.matchAll(/(<[^\n]*?)\s+intercepts pointer events/g)].at(-1)?.[1];
  if (last === undefined || waiting.test(last)) return [];
  return [...last.matchAll(/<([a-z][\w-]*)((?:\s+[\w:@.-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map((match) => {
    const attributes = [...(match[2] ?? '').matchAll(/([\w:@.-]+)(?:="([^"]*)")?/g)];
    return {
      tag: (match[1] ?? '').toLowerCase(),
      attributes: Object.fromEntries(attributes.map(([, name = '', value = '']) => [name, value])),
      shown: match[0],
    };
  });
}

/** Whether an element of the page is the one that took the click, by what tells it from others. */
export function isSameAs({ tag, attributes }: CoveringElement, element: ElementFingerprint): boolean {
  if (tag !== element.tag) return false;
  const { id = '', role, 'data-testid': testId } = attributes;
  const classes = (attributes['class'] ?? '').split(/\s+/).filter((one) => one !== '');
  if (id !== '') return id === element.id;
  if (testId !== undefined) return testId === element.testId;
  if (classes.length > 0) return classes.every((one) => element.classes?.includes(one));
  return (role !== undefined && role === element.role) || tag === 'dialog';
}

/** Whether it is a shade behind a dialog, or the page itself. */
export function isOverlay({ tag, attributes }: CoveringElement): boolean {
  if (tag === 'html' || tag === 'body' || tag === 'dialog') return true;
  return /backdrop|overlay|scrim|mask|shade|modal|dialog|popup/i.test(
    `${attributes['id'] ?? ''} ${attributes['class'] ?? ''} ${attributes['role'] ?? ''} ${attributes['data-testid'] ?? ''}`,
  );
}
