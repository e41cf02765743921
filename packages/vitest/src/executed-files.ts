/** The key in a test's `meta` under which the setup file hands its findings to the reporter. */
const executedFilesKey = 'millwrightExecutedFiles';

/** Called in the worker, after each try of a test: the files of further tries are added to those of the first. */
export function addExecutedFiles(testMeta: object, files: readonly string[]): void {
  const meta = testMeta as Record<string, unknown>;
  const earlier = Array.isArray(meta[executedFilesKey]) ? (meta[executedFilesKey] as string[]) : [];
  meta[executedFilesKey] = [...new Set([...earlier, ...files])];
}

/**
 * The files that the setup file found, taken out of the test's `meta` so that other reporters never see them. Undefined when
 * nothing was found out about this test.
 */
export function takeExecutedFiles(testMeta: object): readonly string[] | undefined {
  const meta = testMeta as Record<string, unknown>;
  const files = meta[executedFilesKey];
  if (files === undefined) return undefined;
  delete meta[executedFilesKey];
  return Array.isArray(files) ? files.filter((file) => typeof file === 'string') : undefined;
}
