import type { Attempt, Failure, Run, TestEntry } from '@millwright/core';
import { z } from 'zod';

import { type Importer, type ReportFile, beginningOf } from './importer.ts';
import { brokenReport, checked, textOf } from './report-content.ts';
import { runLinesFormat, runLinesVersion } from './run-lines-format.ts';

const title = 'a Millwright JSON Lines export';

/** Only what reading relies on is checked; everything else is kept as it is. */
export const headerSchema = z.looseObject({
  runId: z.string().min(1),
  runner: z.string(),
  runnerVersion: z.string(),
  startedAt: z.string(),
  facts: z.looseObject({ machine: z.looseObject({ os: z.string() }) }),
  projects: z.array(z.looseObject({ name: z.string() })),
  status: z.enum(['passed', 'failed', 'timedOut', 'interrupted', 'crashed']),
  durationMs: z.number(),
  notes: z.array(z.string()),
});
export const testSchema = z.looseObject({
  id: z.string(),
  runner: z.string(),
  project: z.string(),
  file: z.string(),
  titlePath: z.array(z.string()).min(1),
  expectedStatus: z.enum(['passed', 'failed', 'skipped']),
  retries: z.number(),
});
export const attemptSchema = z.looseObject({
  testId: z.string(),
  retry: z.number(),
  repeat: z.number(),
  status: z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']),
  startedAtMs: z.number(),
  durationMs: z.number(),
});
export const notRunSchema = z.looseObject({ testId: z.string(), reason: z.string().optional() });
export const failureSchema = z.looseObject({
  message: z.string(),
  frames: z.array(z.looseObject({ file: z.string() })),
});

/** Our own lossless export, so that histories can be moved between machines. */
export const runLines: Importer = {
  name: 'jsonl',
  title,
  takes: 'file',
  detects: (file) => beginningOf(file).includes(`"format":"${runLinesFormat}"`),
  parse: (files) => files.flatMap(parseLines),
};

interface OpenRun {
  readonly header: z.infer<typeof headerSchema>;
  readonly tests: TestEntry[];
  readonly attempts: Attempt[];
  readonly notRun: { testId: string; reason?: string }[];
  readonly errors: Failure[];
}

function parseLines(file: ReportFile): Run[] {
  const runs: Run[] = [];
  let open: OpenRun | undefined;
  for (const [index, line] of textOf(file).split('\n').entries()) {
    if (line.trim() === '') continue;
    const { type, ...content } = eventIn(line, index, file.path);
    if (type === 'run')
      open = { header: headerIn(content, file.path), tests: [], attempts: [], notRun: [], errors: [] };
    else if (!open)
      throw brokenReport(
        file.path,
        `is not ${title}: expected a line of type "run" before line ${index + 1}, found "${String(type)}".`,
      );
    else if (type === 'end') {
      runs.push(closed(open, content, file.path));
      open = undefined;
    } else addTo(open, String(type), content, file.path);
  }
  if (open)
    throw brokenReport(file.path, `ends in the middle: the run ${open.header.runId} has no line of type "end".`);
  return runs;
}

function eventIn(line: string, index: number, path: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch (cause) {
    throw brokenReport(
      path,
      `is not ${title}: expected a JSON object in line ${index + 1}, found a text that is cut off or damaged.`,
      cause,
    );
  }
}

function headerIn(content: Record<string, unknown>, path: string): OpenRun['header'] {
  const { format, version, ...header } = content;
  if (format !== runLinesFormat || version !== runLinesVersion) {
    throw brokenReport(
      path,
      `is not ${title} that this version can read: expected ${runLinesFormat} ${runLinesVersion}, found ${String(format)} ${String(version)}.`,
    );
  }
  return checked(headerSchema, header, path, title);
}

function addTo(open: OpenRun, type: string, content: Record<string, unknown>, path: string): void {
  const { runId: _runId, ...value } = content;
  if (type === 'test') open.tests.push(checked(testSchema, value, path, title) as unknown as TestEntry);
  else if (type === 'attempt') open.attempts.push(checked(attemptSchema, value, path, title) as unknown as Attempt);
  else if (type === 'notRun')
    open.notRun.push(checked(notRunSchema, value, path, title) as { testId: string; reason?: string });
  else if (type === 'error') open.errors.push(checked(failureSchema, value, path, title) as unknown as Failure);
}

function closed({ header, ...rest }: OpenRun, end: Record<string, unknown>, path: string): Run {
  if (end['attempts'] !== rest.attempts.length || end['tests'] !== rest.tests.length) {
    throw brokenReport(
      path,
      `lacks lines: the run ${header.runId} should have ${String(end['tests'])} tests and ${String(end['attempts'])} attempts, found ${rest.tests.length} and ${rest.attempts.length}.`,
    );
  }
  return { ...header, ...rest } as unknown as Run;
}
