import type { ContractedStep } from './contract-breach.ts';
import { isRead } from './is-read.ts';

/** What a request carried under each name: digests of its values. */
type SentValues = ReadonlyMap<string, ReadonlySet<string>>;

/** Stands for a value that is another one in every run. */
const varies = '~';

/**
 * What the requests of a repaired test carried that they did not carry when it last passed, in one sentence; undefined when they carried the
 * same. `after`: the steps of each of its runs. A value that is not the same in all of them is made up anew, and says nothing; requests
 * that read may ask for more. Steps that were remembered without what they sent are left out on both sides.
 */
export function sentDifferenceOf(
  before: readonly ContractedStep[],
  after: readonly (readonly ContractedStep[])[],
): string | undefined {
  const known = new Set(before.flatMap(({ key, contract }) => (contract.sent === undefined ? [] : [key])));
  const isKnown = ({ key }: ContractedStep): boolean => known.has(key);
  const old = sentBy(before.filter(isKnown));
  const now = sharedOf(after.map((steps) => sentBy(steps.filter(isKnown))));
  // What is known value by value is told before what only differs as a whole.
  const names = [...old.keys()].toSorted((a, b) => Number(isWhole(a)) - Number(isWhole(b)));
  for (const name of names) {
    const difference = differenceOf(name, old.get(name) ?? new Set(), now.get(name));
    if (difference !== undefined) return difference;
  }
  const added = [...now.keys()].find((name) => !old.has(name) && !isRead(name) && !isWhole(name));
  return added === undefined ? undefined : `It sends ${told(added)}, which it never did.`;
}

function differenceOf(
  name: string,
  old: ReadonlySet<string>,
  now: ReadonlySet<string> | undefined,
): string | undefined {
  if (isWhole(name)) {
    const isSame = isRead(name) || now === undefined || [old, now].some((one) => one.has(varies)) || isEqual(old, now);
    return isSame ? undefined : `It puts what it sends to ${told(name)} together in another way.`;
  }
  if (!now) return `It no longer sends ${told(name)}.`;
  if (old.has(varies) || now.has(varies)) return undefined;
  const isSame = isRead(name) ? [...old].every((value) => now.has(value)) : isEqual(old, now);
  return isSame ? undefined : `It sends ${told(name)} with another value than when the test last passed.`;
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
      return [name, first && others.every((other) => isEqual(first, other)) ? first : new Set([varies])];
    }),
  );
}

function isEqual(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((value) => b.has(value));
}

/** The digest of all that one request carried. */
function isWhole(name: string): boolean {
  return name.endsWith(' ');
}

/** `coupon` of `POST /api/orders`. */
function told(name: string): string {
  const at = name.indexOf(' ', name.indexOf(' ') + 1);
  const [request, value] = [name.slice(0, at), name.slice(at + 1)];
  return value === '' ? `\`${request}\`` : `\`${value}\` of \`${request}\``;
}
