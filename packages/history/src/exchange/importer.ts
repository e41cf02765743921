import type { Run, RunFacts, RunnerName } from '@millwright/core';

/** A file of a report as it lies on disk. */
export interface ReportFile {
  /** As the user gave it, or below the folder that the user gave. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch; stands in where a report does not tell its time. */
  readonly modifiedAtMs: number;
}

/** What an importer needs to know beside the report. */
export interface ParseContext {
  /** The project root, absolute. */
  readonly root: string;
  /** Replaces the runner that the report tells. */
  readonly runner?: RunnerName;
  /** The runner's project, for reports that do not tell it. */
  readonly project?: string;
  /** Stand in where the report does not tell its own. */
  readonly facts: RunFacts;
  /** Files below the root, posix: they tell what a report's shortened or foreign paths mean. */
  readonly knownFiles: ReadonlySet<string>;
}

/** One kind of foreign report. To add one: write such an object in a file of its own and put it into `importers.ts`. */
export interface Importer {
  readonly name: string;
  /** What the user should have given, such as `a JUnit XML report`. */
  readonly title: string;
  /** Which files make up one report: each by itself, all of a folder, or all that were given (shards). */
  readonly takes: 'file' | 'folder' | 'all';
  /** Whether the beginning of a file looks like this kind, also when the file is damaged further on. */
  detects(file: ReportFile): boolean;
  /** Turns a report into runs, or throws a UserError that names the file. Pure. */
  parse(files: readonly ReportFile[], context: ParseContext): Run[];
}

/** The first characters of a file, for telling its kind. */
export function beginningOf(file: ReportFile, length = 4096): string {
  return new TextDecoder().decode(file.bytes.subarray(0, length));
}
