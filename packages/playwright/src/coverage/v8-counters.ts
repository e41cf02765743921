import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import type { CapturedScript } from '../capture/capture-entries.ts';
import { SourceFinder } from './source-of-url.ts';
import { addStepCounts, rangesOfStepCounts } from './step-counts.ts';

interface Script {
  readonly hash: string;
  readonly url: string;
  readonly code: string;
  /** The source map with its sources resolved to absolute paths, where the project has them. */
  readonly map: SourceMapPayload | undefined;
  readonly findEntry: ((offset: number) => string | undefined) | undefined;
  /** The script itself, when it is a file of the project and has no source map. */
  readonly file: string | undefined;
}

/** Adds up what V8 counted, and turns it into istanbul's terms once for each script at the end. */
export class V8Counters {
  readonly #dir: string;
  readonly #finder: SourceFinder;
  readonly #root: string;
  readonly #scripts = new Map<string, Script | undefined>();
  readonly #steps = new Map<string, readonly number[]>();

  /** `dir` is the capture folder, where the workers keep the scripts. */
  constructor(dir: string, root: string) {
    this.#dir = dir;
    this.#root = root;
    this.#finder = new SourceFinder(root);
  }

  /** Adds one take; returns the absolute paths of the project's files of which a function ran. */
  add(taken: CapturedScript): readonly string[] {
    const script = this.#scriptOf(taken);
    if (!script) return [];
    this.#steps.set(taken.hash, addStepCounts(this.#steps.get(taken.hash) ?? [], taken.steps));
    if (script.file !== undefined) return taken.calls.length > 0 ? [script.file] : [];
    const files = taken.calls.map((offset) => script.findEntry?.(offset));
    return [...new Set(files)].filter((file) => file !== undefined);
  }

  /** Istanbul's coverage map data, one entry for each source file of the project. Scripts that cannot be parsed are told by `giveUp`. */
  async totals(giveUp: (sentence: string) => void): Promise<Record<string, unknown>> {
    const totals: Record<string, unknown> = {};
    for (const [hash, steps] of this.#steps) {
      const script = this.#scripts.get(hash);
      if (!script) continue;
      try {
        Object.assign(totals, await this.#convert(script, steps));
      } catch (error) {
        giveUp(
          `Could not convert the coverage of ${script.url}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    }
    return totals;
  }

  async #convert(script: Script, steps: readonly number[]): Promise<Record<string, unknown>> {
    // Only a run that asked for V8 coverage pays for loading a parser.
    const [{ parse }, { convert }] = await Promise.all([import('acorn'), import('ast-v8-to-istanbul')]);
    const data = await convert({
      ast: parse(script.code, { ecmaVersion: 'latest', sourceType: 'module' }) as never,
      code: script.code,
      coverage: {
        url: pathToFileURL(script.file ?? path.join(this.#root, `${script.hash}.js`)).href,
        functions: [{ functionName: '', isBlockCoverage: true, ranges: rangesOfStepCounts(steps, script.code.length) }],
      },
      ...(script.map ? { sourceMap: script.map } : {}),
    });
    return Object.fromEntries(
      Object.entries(data as Record<string, unknown>).filter(([file]) => this.#finder.find(file) === file),
    );
  }

  #scriptOf({ hash, url }: CapturedScript): Script | undefined {
    if (!this.#scripts.has(hash)) this.#scripts.set(hash, this.#readScript(hash, url));
    return this.#scripts.get(hash);
  }

  #readScript(hash: string, url: string): Script | undefined {
    const code = readText(path.join(this.#dir, `${hash}.js`));
    if (code === undefined) return undefined;
    const map = this.#resolvedMap(readText(path.join(this.#dir, `${hash}.map`)), url);
    const file = map ? undefined : this.#finder.find(url);
    if (!map && file === undefined) return undefined;
    return { hash, url, code, map, file, findEntry: map ? entryFinderOf(map, code) : undefined };
  }

  #resolvedMap(text: string | undefined, url: string): SourceMapPayload | undefined {
    if (text === undefined) return undefined;
    try {
      const map = JSON.parse(text) as SourceMapPayload;
      const sources = map.sources.map((source) => {
        const address = URL.canParse(source, url) ? new URL(`${map.sourceRoot ?? ''}${source}`, url).href : source;
        return this.#finder.find(address) ?? `/not-in-project/${source.replace(/^[./]+/, '')}`;
      });
      return { ...map, sourceRoot: '', sources };
    } catch {
      return undefined;
    }
  }
}

/** Finds the source file behind an offset of the script. */
function entryFinderOf(map: SourceMapPayload, code: string): (offset: number) => string | undefined {
  const sourceMap = new SourceMap(map);
  const lineStarts = [0];
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const found = new Map<number, string | undefined>();
  return (offset) => {
    if (!found.has(offset)) {
      const line = lineIndexOf(lineStarts, offset);
      const entry = sourceMap.findEntry(line, offset - (lineStarts[line] ?? 0));
      const source = 'originalSource' in entry ? entry.originalSource : undefined;
      found.set(offset, source === undefined || source.startsWith('/not-in-project/') ? undefined : source);
    }
    return found.get(offset);
  };
}

function lineIndexOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
