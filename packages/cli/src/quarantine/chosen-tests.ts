import { type TestEntry, UserError, nearestNameOf, quarantinedNameOf } from '@millwright/core';

/** A part of a test that names it. */
type NamedTest = Pick<TestEntry, 'id' | 'project' | 'file' | 'titlePath'>;

/**
 * The tests that `--test` names: `file > describe > test`, as runners print it (`›` and `:line:column` are understood), or an id. Of
 * a test that runs in several projects all, unless `project` says which. Throws a UserError when there is none.
 */
export function chosenTestsOf<T extends NamedTest>(
  tests: readonly T[],
  wanted: string,
  project: string | undefined,
): readonly T[] {
  const name = plainNameOf(wanted);
  const named = tests.filter((test) => test.id === wanted || plainNameOf(quarantinedNameOf(test)) === name);
  const chosen = named.filter((test) => project === undefined || test.project === project);
  if (chosen.length > 0) return chosen;
  const names = tests.map((test) => quarantinedNameOf(test));
  const near = names.find((known) => plainNameOf(known).endsWith(` > ${name}`)) ?? nearestNameOf(name, names);
  throw new UserError({
    code: 'no-such-test',
    message:
      named.length > 0
        ? `The test "${wanted}" is not in the project "${project ?? ''}" but in ${named.map((test) => `"${test.project}"`).join(', ')}.`
        : `No test is called "${wanted}".`,
    hint:
      near === undefined ? 'Write it as `file > describe > test`; run it once if it is new.' : `Do you mean "${near}"?`,
  });
}

function plainNameOf(name: string): string {
  const [file = '', ...titles] = name.split(/\s+[>›]\s+/u);
  return [file.replace(/(?::\d+){1,2}$/u, ''), ...titles].join(' > ');
}
