import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { makeFolder } from '@millwright/history';
import { type PlannedTest, type TestStrategy, UserError } from '@millwright/core';

/** Where strategies live: `--output`, else `.millwright/strategies`. */
export function strategyFolderOf(dir: string, cwd: string, output: string | undefined): string {
  return output === undefined ? join(dir, 'strategies') : resolve(cwd, output);
}

/** Writes `<id>.json` and makes it the latest. Returns the file's path. */
export function writeStrategy(folder: string, strategy: TestStrategy): string {
  const path = join(folder, `${strategy.id}.json`);
  writeWhole(path, `${JSON.stringify(strategy, undefined, 2)}\n`);
  writePointer(folder, 'latest.txt', strategy.id);
  return path;
}

/** Writes a one-line file that CI recipes read with `cat`. */
export function writePointer(folder: string, name: 'latest.txt' | 'latest_exec.txt', id: string): void {
  writeWhole(join(folder, name), `${id}\n`);
}

/** The id in a pointer file; undefined when there is none yet. */
export function readPointer(folder: string, name: 'latest.txt' | 'latest_exec.txt'): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a strategy by file, by id, or the latest one; undefined when none was named and none was ever planned.
 * Throws a UserError that names the file when it is missing, not a strategy, or of a newer version.
 */
export function readStrategy(
  folder: string,
  wanted: { readonly id?: string | undefined; readonly file?: string | undefined },
): TestStrategy | undefined {
  if (wanted.id !== undefined && /[\\/]/.test(wanted.id)) {
    throw new UserError({
      code: 'wrong-option-value',
      message: `Expected \`--strategy-id\` to be the id of a strategy, got "${wanted.id}".`,
      hint: 'A file is named by `--strategy`.',
    });
  }
  const id = wanted.id ?? (wanted.file === undefined ? readPointer(folder, 'latest.txt') : undefined);
  const path = wanted.file ?? (id === undefined ? undefined : join(folder, `${id}.json`));
  return path === undefined ? undefined : parseStrategy(readText(path, wanted.id), path);
}

function readText(path: string, id: string | undefined): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError({
      code: 'no-such-strategy',
      message:
        id === undefined
          ? `There is no strategy at ${path}.`
          : `There is no strategy with the id "${id}" (looked for ${path}).`,
      hint: 'Make one with `e2e plan-strategy --name NAME`; it prints the id.',
      cause,
    });
  }
}

function parseStrategy(text: string, path: string): TestStrategy {
  const value = parseJson(text, path) as Partial<TestStrategy> | null;
  if (value?.format !== 'millwright/strategy') {
    throw notAStrategy(path, `a document of the format millwright/strategy, got "${String(value?.format)}"`);
  }
  if (typeof value.version !== 'number' || value.version !== 1) {
    throw new UserError({
      code: 'newer-strategy',
      message: `${path} has version ${String(value.version)} of the strategy format; this e2e reads version 1.`,
      hint: 'Update Millwright, or plan again with this version.',
    });
  }
  const wrong = wrongPartOf(value);
  if (wrong !== undefined) throw notAStrategy(path, wrong);
  return value as TestStrategy;
}

function notAStrategy(path: string, expected: string): UserError {
  return new UserError({
    code: 'not-a-strategy',
    message: `${path} is not a strategy: expected ${expected}.`,
    hint: 'Plan again with `e2e plan-strategy`.',
  });
}

/** What a strategy that was edited by hand lacks, in words that follow "expected"; undefined when nothing. */
function wrongPartOf(value: Partial<TestStrategy>): string | undefined {
  if (typeof value.id !== 'string' || value.id === '') return '`id` to be a text';
  for (const name of ['testCases', 'executionOrder', 'leftOut', 'targetServices'] as const) {
    if (!Array.isArray(value[name])) return `\`${name}\` to be a list`;
  }
  const index = value.testCases?.findIndex((test) => !isPlannedTest(test)) ?? -1;
  return index < 0
    ? undefined
    : `\`testCases[${index}]\` to have testId, runner, project, file, titlePath and estimatedDurationMs`;
}

function isPlannedTest(test: Partial<PlannedTest> | null): boolean {
  const texts = [test?.testId, test?.runner, test?.project, test?.file];
  return (
    texts.every((text) => typeof text === 'string') &&
    Array.isArray(test?.titlePath) &&
    typeof test.estimatedDurationMs === 'number'
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError({
      code: 'unreadable-strategy',
      message: `${path} is not valid JSON.`,
      hint: 'It may have been cut off: plan again with `e2e plan-strategy`.',
      cause,
    });
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    makeFolder(dirname(path));
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (cause) {
    throw new UserError({
      code: 'unwritable-strategy',
      message: `${path} cannot be written: ${(cause as Error).message}.`,
      hint: 'Name a folder that can be written with `--output`.',
      cause,
    });
  }
}
