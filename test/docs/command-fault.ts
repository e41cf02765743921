import { join } from 'node:path';

import { repositoryRoot } from '../support/scratch-project.ts';

const globalFlags = new Set(['help', 'version', 'json', 'root', 'dir', 'output']);

/** Looks a command line up in the built command table, without running it. */
export async function commandFaultOf(line: string): Promise<string | undefined> {
  const { commands } = (await import(join(repositoryRoot, 'packages/cli/dist/commands/registry.js'))) as {
    commands: readonly {
      name: string;
      load(): Promise<{ options: Record<string, { alias?: string | readonly string[] }> }>;
    }[];
  };
  const words = (line.split(' -- ')[0] ?? '').trim().split(/\s+/u);
  const first = words[0] ?? '';
  const isOwn = commands.some(({ name }) => name === first);
  const isNamed = commands.some(({ name }) => name === `${first} ${words[1] ?? ''}`);
  // `heal` is a command itself, and `heal revert` another.
  const group = isOwn && !isNamed ? [] : commands.filter(({ name }) => name.startsWith(`${first} `));
  // `history list|show` names several at once.
  const names =
    group.length === 0
      ? [first]
      : (words[1] ?? '')
          .split(/[|\\]+/u)
          .filter((word) => /^[a-z]/u.test(word))
          .map((word) => `${first} ${word}`);
  for (const name of names) {
    const entry = commands.find((candidate) => candidate.name === name);
    if (entry === undefined) return `there is no command ${name}`;
    const { options } = await entry.load();
    const known = new Set([
      ...globalFlags,
      ...Object.entries(options).flatMap(([option, { alias }]) => [
        option,
        `no-${option}`,
        ...(alias === undefined ? [] : [alias].flat()),
      ]),
    ]);
    const unknown = [...(line.split(' -- ')[0] ?? '').matchAll(/(?:^|[\s[])--([a-z][\w-]*)/gu)]
      .map((match) => match[1] ?? '')
      .filter((flag) => !known.has(flag));
    if (unknown.length > 0) return `${name} has no --${unknown[0]}`;
  }
  return undefined;
}
