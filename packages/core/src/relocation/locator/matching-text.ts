import type { SoughtText } from './locator-chain.ts';

/** A text as Playwright compares it: words parted by one space. */
export function normalised(text: string): string {
  return text.replaceAll('\u200B', '').trim().replaceAll(/\s+/g, ' ');
}

/** Whether a text is what a locator asks for: part of it in any case, or the whole of it when it is to be exact. */
export function answersTo(text: string | undefined, sought: SoughtText, exact: boolean): boolean {
  if (text === undefined) return false;
  if (sought.is === 'pattern') return new RegExp(sought.source, sought.flags.replaceAll(/[gy]/g, '')).test(text);
  const [own, asked] = [normalised(text), normalised(sought.text)];
  return exact ? own === asked : own.toLowerCase().includes(asked.toLowerCase());
}
