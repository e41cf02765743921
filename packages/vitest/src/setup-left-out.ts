import { beforeEach, inject } from 'vitest';

/**
 * Runs inside the user's workers, and only where a strategy leaves tests of the file out. Skips them before any hook of their own,
 * with the reason by which the reporter knows them again.
 */

/** What is said of the tests of a file, the first that fits counts: with a note they are left out, without one they run. */
export type LeftOutRules = Readonly<Record<string, readonly { readonly titles: string; readonly note?: string }[]>>;

interface Task {
  readonly name: string;
  readonly suite?: Task | undefined;
  readonly filepath?: string;
}

/** As `titleGlue` of the core, which would cost the worker another module. */
const glue = '\u001E';

const rules = (inject as (key: string) => unknown)('millwrightLeftOut') as LeftOutRules | undefined;

// Vitest reads the first argument of a hook as text in tests with fixtures, and takes nothing but a pattern.
beforeEach(({ task, skip }) => {
  const said = rules?.[task.file.filepath];
  if (!said) return;
  const titles = titlesOf(task).join(glue);
  const note = said.find((rule) => new RegExp(`^${rule.titles}$`, 's').test(titles))?.note;
  if (note !== undefined) skip(note);
});

function titlesOf(task: Task): readonly string[] {
  const outer = task.suite && task.suite.filepath === undefined ? titlesOf(task.suite) : [];
  return [...outer, task.name];
}
