import type { RunHeader } from '@millwright/core';

/** Folders below `.millwright`, with forward slashes. */
export const folders = {
  runs: 'history/runs',
  catalog: 'history/catalog',
  failures: 'history/failures',
  pages: 'history/pages',
  steps: 'history/steps',
  coverage: 'history/coverage',
  coverageSources: 'history/coverage/sources',
  cache: 'cache',
  state: 'state',
} as const;

/** The folders whose files are named by their content. */
export const contentFolders = [
  folders.catalog,
  folders.failures,
  folders.pages,
  folders.steps,
  folders.coverageSources,
] as const;

/** `2026/11/<runId>[.shard-1-of-4]`: the path of a run below its folder, without ending. */
export function runStemOf(header: Pick<RunHeader, 'runId' | 'shard' | 'startedAt'>): string {
  const shard = header.shard ? `.shard-${header.shard.current}-of-${header.shard.total}` : '';
  return `${monthFolderOf(header.startedAt)}/${safeNameOf(header.runId)}${shard}`;
}

function monthFolderOf(startedAt: string): string {
  const match = /^(\d{4})-(\d{2})/.exec(startedAt);
  return match ? `${match[1]}/${match[2]}` : '0000/00';
}

/** A run id comes from outside for imported runs, so it must not leave its folder. */
export function safeNameOf(name: string): string {
  return (
    name
      .replace(/[^\w.-]/g, '_')
      .replace(/^\.+/, '_')
      .slice(0, 120) || '_'
  );
}
