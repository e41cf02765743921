import type { CauseSection, SectionLine } from '../section.ts';

/** What to do, least risky first, each with its place, what it rests on and its diff. */
export const fixesSection: CauseSection = {
  name: 'fixes',
  title: 'Suggested fixes',
  form: 'text',
  linesOf: ({ fixes }) =>
    fixes.flatMap((fix): readonly SectionLine[] => [
      { text: `Fix (${fix.risk} risk${placeOf(fix.location)}): ${fix.summary}` },
      ...fix.evidence.map((text) => ({ text: `· ${text}`, tone: 'dim' as const })),
      ...(fix.command === undefined ? [] : [{ text: fix.command, code: 'sh' as const }]),
      ...(fix.diff === undefined ? [] : diffLinesOf(fix.diff)),
    ]),
};

function placeOf(location: { readonly file: string; readonly line: number } | undefined): string {
  return location === undefined ? '' : `, ${location.file}:${location.line}`;
}

function diffLinesOf(diff: string): readonly SectionLine[] {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => ({ text: line, code: 'diff', ...toneOf(line) }));
}

function toneOf(line: string): Pick<SectionLine, 'tone'> {
  if (/^\+(?!\+\+ )/u.test(line)) return { tone: 'good' };
  return /^-(?!-- )/u.test(line) ? { tone: 'bad' } : { tone: 'dim' };
}
