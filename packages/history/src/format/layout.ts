import type { RunHeader } from '@millwright/core';

/** Folders below `.millwright`, with forward slashes. */
export const folders = {
  runs: 'history/runs',
  digests: 'history/digests',
  catalog: 'history/catalog',
  failures: 'history/failures',
  pages: 'history/pages',
  steps: 'history/steps',
  coverage: 'history/coverage',
  coverageSources: 'history/coverage/sources',
  cuts: 'history/cuts',
  elements: 'history/elements',
  elementPictures: 'history/elements/pictures',
  failingPages: 'history/failing-pages',
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
  folders.cuts,
] as const;

/** `2026/11/<runId>[.shard-1-of-4]`: the path of a run below its folder, without ending. */
export function runStemOf(header: Pick<RunHeader, 'runId' | 'shard' | 'startedAt'>): string {
  const shard = header.shard ? `.shard-${header.shard.current}-of-${header.shard.total}` : '';
  return `${monthFolderOf(header.startedAt)}/${safeNameOf(header.runId)}${shard}`;
}

/** The plain name of a document, without the hash that tells variants apart. */
export function plainPathOf(path: string): string {
  return path.replace(/~[0-9a-f]{8}\.json$/, '.json');
}

/** Where the digest of a run document lies, or the run document of a digest. Both have the same name in folders of their own. */
export function digestPathOf(runPath: string): string {
  return `${folders.digests}${runPath.slice(folders.runs.length)}`;
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
