import type { OwnRunner } from '../model/test.ts';

/** What a file takes: in one number where a runner shares out whole files, else by test. Milliseconds. */
export type FileTimings = number | Readonly<Record<string, number>>;

/**
 * What tests take, by runner, project, file and, for Playwright, titles. Small and meant to be committed: all machines that split a
 * suite by the same file split it alike.
 */
export type Timings = Readonly<Partial<Record<OwnRunner, ProjectTimings>>>;

type ProjectTimings = Readonly<Record<string, Readonly<Record<string, FileTimings>>>>;

export const timingsFile = 'timings.json';

/** The file's content, or what is wrong with it in one sentence. */
export type ParsedTimings =
  | { readonly kind: 'read'; readonly timings: Timings }
  | { readonly kind: 'unreadable'; readonly fault: string };

/** The title of a test as timings know it. */
export function timedTitleOf(titlePath: readonly string[]): string {
  return titlePath.join(' > ');
}

/** The text of `timings.json`: everything in the order of its name, so that the same timings are the same text everywhere. */
export function renderTimings(timings: Timings): string {
  const document = { format: 'millwright/timings', version: 1, ...(ordered(timings) as Timings) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ordered(value: unknown): unknown {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, ordered(part)]));
}

/** Reads the text of `timings.json`. One fault spoils the whole file: half of it would split a suite otherwise than all of it. */
export function parseTimings(text: string): ParsedTimings {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    return { kind: 'unreadable', fault: `It is no JSON (${(error as Error).message}).` };
  }
  const fault = faultOf(document);
  if (fault !== undefined) return { kind: 'unreadable', fault };
  const { playwright, vitest } = document as Timings;
  return { kind: 'read', timings: { ...(playwright ? { playwright } : {}), ...(vitest ? { vitest } : {}) } };
}

function faultOf(document: unknown): string | undefined {
  if (!isFields(document) || document['format'] !== 'millwright/timings')
    return 'Expected `format` to be "millwright/timings".';
  const { version, playwright = {}, vitest = {} } = document;
  if (version !== 1) return `Expected \`version\` to be 1, got ${JSON.stringify(version)}.`;
  const isByTest = (file: unknown): boolean => isFields(file) && Object.values(file).every(isDuration);
  return misplacedIn('playwright', playwright, isByTest) ?? misplacedIn('vitest', vitest, isDuration);
}

function misplacedIn(runner: string, projects: unknown, isTimed: (file: unknown) => boolean): string | undefined {
  if (!isFields(projects)) return `Expected \`${runner}\` to hold projects.`;
  for (const [project, files] of Object.entries(projects)) {
    if (!isFields(files)) return `Expected \`${runner}["${project}"]\` to hold files.`;
    const wrong = Object.keys(files).find((file) => !isTimed(files[file]));
    if (wrong !== undefined) return `Expected the milliseconds of ${runner} in "${wrong}" to be numbers of at least 0.`;
  }
  return undefined;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDuration(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
