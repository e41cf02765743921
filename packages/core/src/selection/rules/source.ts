import type { SelectableTest, SelectionFacts } from '../selection-facts.ts';
import type { ChangeRule } from '../selection-rule.ts';

/** Folders that serve tests. What no test imports there may be a server for them. */
const TEST_SUPPORT = /(?:^|\/)(?:tests?|e2e|specs?|__tests__|__mocks__|cypress|page-?objects?)\//u;

/** A module whose change was followed to the tests that use what changed in it. */
export const source: ChangeRule = {
  name: 'source',
  assess({ file }, facts) {
    if (!facts.input.impact.understood.has(file)) return undefined;
    return { concerns: (test) => reasonOf(test, file, facts) };
  },
};

function reasonOf(test: SelectableTest, file: string, facts: SelectionFacts): string | undefined {
  const { impact, coverage } = facts.input;
  if (/[.-](?:test|spec)-d\.[cm]?tsx?$/u.test(test.file)) return 'It tests types, which any source may change.';
  const way = impact.reached.get(test.file)?.get(file);
  if (way !== undefined) return `It ${way}.`;
  const isExecuted = coverage.precision.get(test.testId) === 'executed';
  const recorded = facts.recorded.get(test.testId);
  if (isExecuted && recorded?.has(file)) return `It executed ${file} when it last ran, and that changed.`;
  if (facts.testFiles.has(file)) return undefined;
  if (impact.startsProcesses.has(test.file))
    return 'It starts processes, and its text does not show which sources those run.';
  const handler = test.endpoints.find(
    (endpoint) => endpoint.file === file || impact.reached.get(endpoint.file)?.has(file),
  );
  if (handler) return `It asks for ${handler.id}, whose handler uses ${file}.`;
  return test.runner === 'playwright' ? unseenOf(test, file, facts) : unclearOf(test, file, { facts, recorded });
}

/** An end-to-end test imports nothing of the product: without a record of the file, nobody knows who uses it. */
function unseenOf(test: SelectableTest, file: string, facts: SelectionFacts): string | undefined {
  if (TEST_SUPPORT.test(file) && servesTests(file, facts)) return undefined;
  if (!facts.recorded.has(test.testId))
    return 'No run recorded which sources it executes, and one of the product changed.';
  return facts.seenInBrowser.has(file)
    ? undefined
    : `No recorded run says which end-to-end tests use ${file}; it may run on a server.`;
}

function unclearOf(
  test: SelectableTest,
  file: string,
  { facts, recorded }: { readonly facts: SelectionFacts; readonly recorded: ReadonlySet<string> | undefined },
): string | undefined {
  const specifier = facts.input.impact.unclear.get(test.file);
  // What a run loaded is known whatever the imports are written as.
  if (specifier !== undefined && recorded)
    return recorded.has(file) ? `It loaded ${file} when it last ran, and that changed.` : undefined;
  if (specifier !== undefined) return `It imports ${specifier}, which was not found among the sources.`;
  const imports = facts.input.imports.get(test.file) ?? [];
  return imports.length === 0 && !recorded
    ? 'It imports none of the project, and no run recorded what it executes.'
    : undefined;
}

/** Whether a test or the configuration of a runner loads it. */
function servesTests(file: string, { imported, input }: SelectionFacts): boolean {
  return imported.has(file) || [...input.runnerConfigs.keys()].some((one) => input.impact.reached.get(one)?.has(file));
}
