/** What V8 tells of one script: the part of `Profiler.ScriptCoverage` that is needed here. */
export interface V8Script {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly V8Function[];
}

interface V8Function {
  readonly functionName: string;
  readonly isBlockCoverage: boolean;
  readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[];
}

/** Adds up what was told of one script at several times. */
export type ScriptMerger = (scripts: readonly V8Script[]) => V8Script | undefined;

/** Whether a script can be a source file of the project; engine, runner and packages are not. */
export function isSourceScript({ url }: V8Script): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/');
}

/** The addresses of the scripts in which anything ran, without what Vite adds to an address, each once. */
export function executedUrlsOf(scripts: readonly V8Script[]): readonly string[] {
  const executed = scripts.filter((script) => isSourceScript(script) && script.functions.some(hasRun));
  return [...new Set(executed.map(({ url }) => url.replace(/[?#].*$/, '')))];
}

/** A function that was suspended and has gone on has not been called again, but parts of it have run. */
function hasRun({ ranges }: V8Function): boolean {
  return ranges.some(({ count }) => count > 0);
}
