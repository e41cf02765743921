import type { Run, RunFacts, RunnerName } from '@millwright/core';

export type ImportFormat = 'playwright-json' | 'playwright-blob' | 'junit' | 'ctrf' | 'allure' | 'jsonl';

export interface ImportFilesOptions {
  /** Files or folders, absolute or relative to `root`. */
  readonly paths: readonly string[];
  /** What the files are; told from their content when absent. */
  readonly format?: ImportFormat;
  /** Replaces the runner that the report tells, such as `playwright` for a JUnit report of unknown origin. */
  readonly runner?: RunnerName;
  /** The runner's project, for reports that do not tell it. */
  readonly project?: string;
  /** The project root, absolute. */
  readonly root: string;
  readonly nowMs: number;
  /** Stand in where a report does not tell its own. Give only the machine when the report is not of this commit. */
  readonly facts: RunFacts;
  /** Goes over every text of the runs; see `redactorOf`. */
  readonly redact?: (text: string) => string;
}

/**
 * Reads foreign reports and returns the runs in them, oldest first; shards of one run share a run id. The same report
 * always gives the same run id. Everything is read before anything is returned: on a UserError, which names the file,
 * what was expected and what was found, nothing is imported.
 */
export async function importFiles(options: ImportFilesOptions): Promise<Run[]> {
  // Reporters load this package too, and the parsers are heavy.
  const { readReports } = await import('./read-reports.ts');
  return readReports(options);
}
