import { TEST_FOLDER } from '../tests/test-folder.ts';
import { isTestName } from '../tests/find-test-files.ts';
import type { ImpactGraph } from './impact-graph.ts';

const PROCESS_MODULE =
  /^(?:node:)?(?:child_process|cluster)$|^(?:execa|cross-spawn|tinyexec|nano-spawn|zx|shelljs|tinyspawn|nanoexec|@bjornlu\/.*exec.*)$/u;

/** Programs that run JavaScript. */
const RUNS_SOURCES =
  /process\.execPath|\bfork\s*\(|execaNode|['"`](?:node|npx|npm|pnpm|yarn|bun|bunx|tsx|ts-node|deno|vite|vitest|jest)(?:['"`\s])/u;

const TEST_SUPPORT =
  /(?:^|\/)(?:__)?(?:fixtures?|helpers?|support|test-utils?|testing|utils)(?:__)?(?:\/|\.[cm]?[jt]s$)/u;

/**
 * Whether a test file, or what it loads of the folders that serve tests, starts a program that runs JavaScript: then its imports do not
 * show all that it executes.
 */
export function startsProcesses(graph: ImpactGraph, testFile: string): boolean {
  const seen = new Set([testFile]);
  const queue = [testFile];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    const facts = graph.factsOf(file);
    if (!facts) continue;
    const starts = [...facts.loads].some((specifier) => PROCESS_MODULE.test(specifier));
    if (starts && RUNS_SOURCES.test(facts.source.text)) return true;
    for (const specifier of facts.loads) {
      const target = graph.resolve(file, specifier);
      if (target === undefined || seen.has(target)) continue;
      seen.add(target);
      if (TEST_FOLDER.test(target) || isTestName(target) || TEST_SUPPORT.test(target)) queue.push(target);
    }
  }
  return false;
}
