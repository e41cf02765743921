import type { Session } from 'node:inspector';

import { TakenCoverage } from './taken-coverage.ts';
import { type ScriptMerger, type V8Script, executedUrlsOf } from './v8-scripts.ts';

const takeMethod = 'Profiler.takePreciseCoverage';

type Post = (this: unknown, method: string, ...rest: unknown[]) => unknown;
type Callback = (error: Error | null, result?: { result: V8Script[] }) => void;

/** `node:inspector` or `node:inspector/promises`, as far as it is needed here. */
interface InspectorModule {
  readonly Session: { readonly prototype: { post: unknown } };
}

export interface InspectorModules {
  readonly inspector: InspectorModule & { readonly Session: new () => Session };
  readonly promises: InspectorModule;
}

/** Tells which scripts ran since it was asked last. */
export class V8Watch {
  readonly #session: Session;
  readonly #post: Post;
  readonly #taken: TakenCoverage | undefined;

  /**
   * Joins the engine's own counting. `merge` must be there when somebody else (Vitest's v8 provider) counts in this worker, too:
   * whatever is taken here is then given back with the other's next take.
   */
  constructor({ inspector, promises }: InspectorModules, merge: ScriptMerger | undefined) {
    this.#post = inspector.Session.prototype.post as Post;
    if (merge) {
      this.#taken = new TakenCoverage(merge);
      giveBackTo(inspector, promises, this.#taken);
    }
    this.#session = new inspector.Session();
    this.#session.connect();
  }

  /** To be called for every test file: somebody else may have stopped the counting after the last one. */
  start(): void {
    // Functions that are inlined are not counted, and the engine inlines more when its counters are set to zero so often: hits of
    // the user's report would get lost.
    const { setFlagsFromString } = process.getBuiltinModule('node:v8');
    for (const flag of ['--no-turbo-inlining', '--no-maglev-inlining']) setFlagsFromString(flag);
    this.#send('Profiler.enable');
    this.#count();
  }

  /**
   * Optimised code does not count the calls of a function, and V8 leaves a function out that was not counted since the last take.
   * Starting anew takes all optimised code back, so that every function is counted at least once before it is optimised again.
   */
  #count(): void {
    // The mode belongs to the whole engine, so it must be that of the v8 provider; alone, whole functions are enough and cheaper.
    this.#send('Profiler.startPreciseCoverage', { callCount: true, detailed: this.#taken !== undefined });
  }

  /** What ran until now belongs to no test. */
  begin(): void {
    this.#take();
    this.#count();
  }

  /** The addresses of the source files in which anything ran since `begin`. */
  end(): readonly string[] {
    const scripts = this.#take();
    // Between tests only the other one wants to know what runs.
    if (this.#taken) this.#count();
    return executedUrlsOf(scripts);
  }

  #take(): readonly V8Script[] {
    const scripts = this.#send(takeMethod)?.result ?? [];
    this.#taken?.keep(scripts);
    return scripts;
  }

  /** The engine answers before `post` returns. */
  #send(method: string, params: object = {}): { result: V8Script[] } | undefined {
    let answer: { result: V8Script[] } | undefined;
    const take: Callback = (error, result) => {
      if (error) throw error;
      answer = result;
    };
    this.#post.call(this.#session, method, params, take);
    return answer;
  }
}

/** Both modules have a `post` of their own, and providers use either (3.2 the callbacks, 4 and 5 the promises). */
function giveBackTo(inspector: InspectorModule, promises: InspectorModule, taken: TakenCoverage): void {
  const post = inspector.Session.prototype.post as Post;
  inspector.Session.prototype.post = function (this: unknown, method: string, ...rest: unknown[]) {
    const last = rest.at(-1);
    if (method !== takeMethod || typeof last !== 'function') return post.call(this, method, ...rest);
    const done: Callback = (error, answer) =>
      (last as Callback)(error, answer && { ...answer, result: taken.giveBack(answer.result) });
    return post.call(this, method, ...rest.slice(0, -1), done);
  };
  const postLater = promises.Session.prototype.post as Post;
  promises.Session.prototype.post = async function (this: unknown, method: string, ...rest: unknown[]) {
    const answer = await postLater.call(this, method, ...rest);
    if (method !== takeMethod) return answer;
    const told = answer as { result: V8Script[] };
    return { ...told, result: taken.giveBack(told.result) };
  };
}
