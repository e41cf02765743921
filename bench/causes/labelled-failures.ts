import type { CauseClass } from '@millwright/core';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A real message of a failed test, labelled by hand. */
export interface LabelledFailure {
  readonly text: string;
  /** The classes that the label allows; more than one where its scheme is coarser than ours. */
  readonly classes: readonly CauseClass[];
  /** The label, as the figures name it. */
  readonly label: string;
  /** The repository or page it comes from: messages of one source resemble each other. */
  readonly source: string;
}

interface Row {
  readonly text: string;
  readonly label: string;
  readonly source: string;
}

/** Our names for labels that are spelled otherwise. */
const classesOf: Readonly<Record<string, readonly CauseClass[]>> = {
  'navigation/network': ['navigation', 'network'],
  'browser-crash/closed': ['browser-crash'],
  'snapshot-mismatch': ['snapshot'],
  'authentication(401)': ['authentication'],
  'authorization(403)': ['authorization'],
  'not-found(404)': ['not-found'],
  'validation(400/422)': ['validation'],
  'server-error(5xx)': ['server'],
  'setup/fixture': ['setup'],
  'script-error(TypeError/ReferenceError)': ['script-error'],
  'syntax/import': ['syntax'],
  'resource(OOM)': ['resource'],
};

/** Where the labelled messages lie: `MILLWRIGHT_BENCH_DATA`, or `../shared/data` beside the checkout. */
export function benchDataDirectory(): string {
  return process.env['MILLWRIGHT_BENCH_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
}

/** The labelled messages, or undefined when they are not on this machine. */
export async function readLabelledFailures(directory: string): Promise<readonly LabelledFailure[] | undefined> {
  let text: string;
  try {
    text = await readFile(`${directory}/failures.jsonl`, 'utf8');
  } catch {
    return undefined;
  }
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => labelledOf(JSON.parse(line) as Row));
}

function labelledOf({ text, label, source }: Row): LabelledFailure {
  const classes = classesOf[label] ?? [label as CauseClass];
  return { text, classes, label: classes.join('/'), source: repositoryOf(source) };
}

function repositoryOf(source: string): string {
  return /github(?:\.com\/|:)([\w.-]+\/[\w.-]+)/.exec(source)?.[1] ?? source.split(/[\s@]/)[0] ?? source;
}
