import { type ScriptMerger, type V8Script, isSourceScript } from './v8-scripts.ts';

/** So many takes of a script are kept before they are added up. */
const mostTakes = 16;

/**
 * Coverage that was taken from the engine while somebody else counts, too. Taking sets the engine's counters of all scripts to
 * zero, so whoever takes next would miss what we took; here it is kept until then and given back.
 */
export class TakenCoverage {
  readonly #merge: ScriptMerger;
  readonly #takes = new Map<string, [V8Script, ...V8Script[]]>();

  constructor(merge: ScriptMerger) {
    this.#merge = merge;
  }

  /** Remembers one take. Scripts that are no source files are nobody's concern. */
  keep(scripts: readonly V8Script[]): void {
    for (const script of scripts) {
      if (!isSourceScript(script)) continue;
      const takes = this.#takes.get(script.url);
      if (!takes) this.#takes.set(script.url, [script]);
      else if (takes.push(script) >= mostTakes) this.#takes.set(script.url, [this.#sumOf(takes)]);
    }
  }

  /** Somebody else's take, with all that was kept since the last one; nothing is kept afterwards. */
  giveBack(scripts: readonly V8Script[]): V8Script[] {
    const kept = new Map(this.#takes);
    this.#takes.clear();
    const given = scripts.map((script) => {
      const takes = kept.get(script.url);
      kept.delete(script.url);
      return takes ? { ...script, functions: this.#sumOf([...takes, script]).functions } : script;
    });
    return [...given, ...[...kept.values()].map((takes) => this.#sumOf(takes))];
  }

  #sumOf(takes: readonly [V8Script, ...V8Script[]]): V8Script {
    return this.#merge(takes) ?? takes[0];
  }
}
