import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { reportsRangesOfV8 } from './compat.ts';
import type { VitestInstance, VitestProject } from './runner-api.ts';
import type { Environment, PerTestCoverage } from './settings.ts';

const setupFileOf = {
  istanbul: fileURLToPath(new URL('./setup-istanbul.js', import.meta.url)),
  v8: fileURLToPath(new URL('./setup-v8.js', import.meta.url)),
};

/** The setup files that this package adds to the user's projects, absolute. */
export const ownSetupFiles: readonly string[] = Object.values(setupFileOf);

/** Where a worker is a Node of its own, so that our setup file can look at it. */
const nodePools = new Set(['forks', 'threads', 'vmForks', 'vmThreads']);

/**
 * Adds the setup file that watches what each test executes to every project that runs in Node; of tests in browsers and in
 * pools of others, imports are recorded. Returns what stands against it altogether, as sentences for the user.
 */
export function switchOnPerTestCoverage(vitest: VitestInstance, way: PerTestCoverage, env: Environment): string[] {
  if (way === 'off' || vitest.config.mergeReports) return [];
  const projects = vitest.projects.filter(runsInNode);
  const obstacle = obstacleTo(way, vitest, env, projects);
  if (obstacle !== undefined) return [`\`perTestCoverage: "${way}"\` finds nothing out, because ${obstacle}.`];
  for (const project of projects) {
    const files = project.config.setupFiles;
    if (!files || files.includes(setupFileOf[way])) continue;
    files.push(setupFileOf[way]);
    if (way === 'v8' && isCountedByV8(vitest)) project.provide?.('millwrightV8Merger', mergerPathOf(vitest));
  }
  return [];
}

function obstacleTo(
  way: 'istanbul' | 'v8',
  vitest: VitestInstance,
  env: Environment,
  nodeProjects: readonly VitestProject[],
): string | undefined {
  if (nodeProjects.length === 0) return 'it looks into Node only, and no project runs there';
  return way === 'istanbul' ? obstacleToIstanbul(vitest) : obstacleToV8(vitest, env);
}

/** Whether a project's workers are a Node that our setup files can look at. */
export function runsInNode({ config }: VitestProject): boolean {
  return !config.browser?.enabled && nodePools.has(config.pool ?? 'forks');
}

function isCountedByV8({ config }: VitestInstance): boolean {
  return config.coverage?.enabled === true && config.coverage.provider === 'v8';
}

function obstacleToIstanbul({ config }: VitestInstance): string | undefined {
  return config.coverage?.enabled && config.coverage.provider === 'istanbul'
    ? undefined
    : 'coverage is off or not of the istanbul provider';
}

/** Counters of the engine are set to zero by whoever reads them, so everyone else who reads them must get back what we took. */
function obstacleToV8(vitest: VitestInstance, env: Environment): string | undefined {
  if (env['NODE_V8_COVERAGE']) {
    return 'NODE_V8_COVERAGE is set (c8, perhaps), whose figures it would spoil';
  }
  if (!isCountedByV8(vitest)) return undefined;
  if (reportsRangesOfV8(vitest)) {
    return 'the branches in the report of this v8 provider would change; `coverage.experimentalAstAwareRemapping` or Vitest 4 helps';
  }
  return mergerPathOf(vitest) === undefined
    ? '@bcoe/v8-coverage, with which the v8 provider adds up, was not found and the totals would be spoilt'
    : undefined;
}

/** The package with which Vitest's v8 provider adds up; it comes with the provider. */
function mergerPathOf(vitest: VitestInstance): string | undefined {
  try {
    const provider = createRequire(join(vitest.config.root, 'noop.js')).resolve('@vitest/coverage-v8');
    return createRequire(provider).resolve('@bcoe/v8-coverage');
  } catch {
    return undefined;
  }
}
