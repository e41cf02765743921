import type { VitestInstance, VitestSpecification } from './runner-api.ts';

/**
 * Whether only part of the suite was selected: a name pattern, file arguments, `file:line`, tags, projects, `--changed`,
 * `--related`, `--last-failed`. Sharding is no selection: the shards together are the whole.
 */
export function isPartialRun(vitest: VitestInstance, specifications: readonly VitestSpecification[]): boolean {
  const { config } = vitest;
  const cli = config.cliOptions;
  const lists = [vitest.filenamePattern, config.related, config.tagsFilter, config.project, cli?.project];
  return (
    hidesTests(vitest, specifications) ||
    Boolean(config.changed || cli?.lastFailed || cli?.sinceLastRun) ||
    lists.some((list) => list !== undefined && list.length > 0)
  );
}

/** Whether the user named tests one way or another: more than a choice of projects. Who names tests wants these, whatever a plan says. */
export function namesTests(vitest: VitestInstance, specifications: readonly VitestSpecification[]): boolean {
  const { config, filenamePattern = [] } = vitest;
  const cli = config.cliOptions;
  return (
    hidesTests(vitest, specifications) ||
    [...filenamePattern, ...(config.related ?? [])].length > 0 ||
    Boolean(config.changed || cli?.sinceLastRun)
  );
}

/** Whether the selection works inside files: the tests it leaves out are then reported as skipped and must not be recorded. */
export function hidesTests(vitest: VitestInstance, specifications: readonly VitestSpecification[]): boolean {
  const { config } = vitest;
  return (
    config.testNamePattern !== undefined ||
    (config.tagsFilter?.length ?? 0) > 0 ||
    Boolean(config.cliOptions?.lastFailed) ||
    specifications.some((spec) => Boolean(spec.testLines?.length || spec.testIds?.length || spec.testNamePattern))
  );
}
