import type { RunFacts, RunHeader, RunProject } from '@millwright/core';
import { commissionOf } from '@millwright/history/recorder';
import type { FullConfig, FullProject } from '@playwright/test/reporter';

/** What a header needs beside Playwright's config. */
export interface HeaderContext {
  readonly runId: string;
  readonly startedAtMs: number;
  readonly facts: RunFacts;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly partial: boolean;
  readonly merged: boolean;
  /** Whether Playwright cut the shard by its own rule, as far as nobody else says that he did. */
  readonly isCutByCount: boolean;
}

/** The header of a run as it is known when Playwright begins. */
export function runHeaderOf(config: FullConfig, projects: readonly FullProject[], context: HeaderContext): RunHeader {
  const { env } = context;
  const workers = (config.metadata as { actualWorkers?: unknown } | undefined)?.actualWorkers;
  return {
    runId: context.runId,
    ...(config.shard ? { shard: config.shard } : {}),
    ...(config.shard && config.shard.total > 1 && context.isCutByCount ? { cut: { by: 'count' } } : {}),
    runner: 'playwright',
    runnerVersion: config.version,
    startedAt: new Date(context.startedAtMs).toISOString(),
    facts: context.facts,
    projects: projects.map(runProjectOf),
    workers: typeof workers === 'number' ? workers : config.workers,
    ...commissionOf(env),
    ...(context.merged ? { importedFrom: 'playwright merge-reports' } : {}),
    ...(context.partial ? { partial: true } : {}),
  };
}

/** A project with the browser its configuration names. */
export function runProjectOf(project: FullProject): RunProject {
  // Projects of a merged report have no `use`.
  const use = project.use as { browserName?: string; defaultBrowserType?: string } | undefined;
  const browser = use?.browserName ?? use?.defaultBrowserType;
  return browser === undefined ? { name: project.name } : { name: project.name, browser };
}
