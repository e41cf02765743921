import type { ContractedStep } from './contract-breach.ts';

/** What a request carried under each name: digests of its values. */
type SentValues = ReadonlyMap<string, ReadonlySet<string>>;

/** Stands for a value that is another one in every run. */
const varies = '~';

/**
 * What the requests of a repaired test carried that they did not carry when it last passed, in one sentence; undefined when they carried the
 * same. `after`: the steps of each of its runs. A value that is not the same in all of them is made up anew, and says nothing.
 */
export function sentDifferenceOf(
  before: readonly ContractedStep[],
  after: readonly (readonly ContractedStep[])[],
): string | undefined {
  if (!before.some(({ contract }) => contract.sent !== undefined)) return undefined;
  const old = sentBy(before);
  const now = sharedOf(after.map(sentBy));
  for (const [name, values] of old) {
    const fresh = now.get(name);
    if (!fresh) return `It no longer sends ${told(name)}.`;
    if (values.has(varies) || fresh.has(varies)) continue;
    if (!isSame(values, fresh)) return `It sends ${told(name)} with another value than when the test last passed.`;
  }
  const added = [...now.keys()].find((name) => !old.has(name) && !isRead(name));
  return added === undefined ? undefined : `It sends ${told(added)}, which it never did.`;
}

function sentBy(steps: readonly ContractedStep[]): SentValues {
  const values = new Map<string, Set<string>>();
  for (const line of steps.flatMap(({ contract }) => contract.sent ?? [])) {
    const at = line.lastIndexOf('=');
    const name = line.slice(0, at);
    const known = values.get(name) ?? new Set();
    known.add(line.slice(at + 1));
    values.set(name, known);
  }
  return values;
}

function sharedOf(runs: readonly SentValues[]): SentValues {
  const names = new Set(runs.flatMap((run) => [...run.keys()]));
  return new Map(
    [...names].map((name) => {
      const [first, ...others] = runs.map((run) => run.get(name) ?? new Set<string>());
      return [name, first && others.every((other) => isSame(first, other)) ? first : new Set([varies])];
    }),
  );
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

function isRead(name: string): boolean {
  return /^(?:GET|HEAD|OPTIONS) /.test(name);
}

/** `coupon` of `POST /api/orders`. */
function told(name: string): string {
  const at = name.indexOf(' ', name.indexOf(' ') + 1);
  return `\`${name.slice(at + 1)}\` of \`${name.slice(0, at)}\``;
}
