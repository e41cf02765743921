/** Counters of one file that rose: path, hash of the instrumented file, and the counters by their istanbul ids. */
export type CompactFile = readonly [
  path: string,
  hash: string,
  s: Counters,
  f: Counters,
  b: Readonly<Record<string, readonly number[]>>,
];
export type Counters = Readonly<Record<string, number>>;

/** What a page hands over: counters, and the maps of files that nobody has seen yet. */
export interface CompactCoverage {
  readonly files: readonly CompactFile[];
  readonly maps: Readonly<Record<string, object>>;
}

interface InstrumentedCounters {
  readonly s: Record<string, number>;
  readonly f: Record<string, number>;
  readonly b: Record<string, number[]>;
}

/** The parts of the page's global object that the script touches. */
interface PageScope {
  readonly __coverage__?: Readonly<Record<string, InstrumentedCounters & { readonly hash?: string }>>;
  readonly sessionStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  addEventListener(type: 'pagehide', listener: () => void): void;
  [seen: symbol]: unknown;
}

/**
 * Runs in the page. Reads what `window.__coverage__` counted since the last time, without changing it, because others may read it
 * too. Answers with JSON, since returning the objects themselves takes thirty times as long. Empty text: no instrumented code.
 */
function takeCounters(options: { known: readonly string[]; stash: boolean }): string {
  const scope = globalThis as unknown as PageScope;
  const stashKey = '__millwright_coverage__';
  const seenKey = Symbol.for('millwright.coverage.seen');
  const rise = (now: Record<string, number>, before: Record<string, number> = {}): Record<string, number> => {
    const risen: Record<string, number> = {};
    for (const id in now) if ((now[id] ?? 0) > (before[id] ?? 0)) risen[id] = (now[id] ?? 0) - (before[id] ?? 0);
    return risen;
  };
  const take = (): { files: unknown[]; maps: Record<string, object> } => {
    const coverage = scope.__coverage__;
    const taken: { files: unknown[]; maps: Record<string, object> } = { files: [], maps: {} };
    if (!coverage) return taken;
    if (!scope[seenKey]) Object.defineProperty(scope, seenKey, { value: {} });
    const seen = scope[seenKey] as Record<string, InstrumentedCounters>;
    for (const path in coverage) {
      const file = coverage[path];
      if (!file) continue;
      const hash = file.hash ?? `${path}:${Object.keys(file.s).length}`;
      const before = seen[path] ?? { s: {}, f: {}, b: {} };
      const b: Record<string, number[]> = {};
      for (const id in file.b) {
        const arms = (file.b[id] ?? []).map((count, index) => count - (before.b[id]?.[index] ?? 0));
        if (arms.some((count) => count > 0)) b[id] = arms;
      }
      const s = rise(file.s, before.s);
      const f = rise(file.f, before.f);
      seen[path] = {
        s: { ...file.s },
        f: { ...file.f },
        b: Object.fromEntries(Object.entries(file.b).map(([id, arms]) => [id, [...arms]])),
      };
      if (Object.keys(s).length + Object.keys(f).length + Object.keys(b).length === 0) continue;
      taken.files.push([path, hash, s, f, b]);
      if (!options.known.includes(hash)) {
        const { s: _s, f: _f, b: _b, ...map } = file;
        taken.maps[hash] = map;
      }
    }
    return taken;
  };
  const stashed = (): string[] => {
    try {
      return JSON.parse(scope.sessionStorage.getItem(stashKey) ?? '[]') as string[];
    } catch {
      return [];
    }
  };
  const text = (): string => {
    const taken = take();
    return taken.files.length === 0 ? '' : JSON.stringify(taken);
  };
  if (options.stash) {
    scope.addEventListener('pagehide', () => {
      const now = text();
      if (now === '') return;
      try {
        scope.sessionStorage.setItem(stashKey, JSON.stringify([...stashed(), now]));
      } catch {
        // No storage for this origin, or it is full.
      }
    });
    return '';
  }
  const all = [...stashed(), text()].filter((part) => part !== '');
  if (all.length > 1 || stashed().length > 0) scope.sessionStorage.removeItem(stashKey);
  return all.length === 0 ? '' : `[${all.join(',')}]`;
}

const pageScripts = { takeCounters };
module.exports = pageScripts;
export type PageScripts = typeof pageScripts;
