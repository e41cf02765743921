import { posix } from 'node:path';

import { type Run, isAbsolutePath } from '@millwright/core';
import { unzipSync } from 'fflate';
import { z } from 'zod';

import { assembleRun, importedRunId } from './assemble-run.ts';
import { type BlobEvents, blobEventsOf } from './playwright-blob-events.ts';
import { testsOfBlob } from './playwright-blob-tests.ts';
import { failureOfPlaywright, gitFactsOfMetadata } from './playwright-result.ts';
import type { Importer, ParseContext, ReportFile } from './importer.ts';
import { brokenReport, checked, contentHashOf } from './report-content.ts';

const title = 'a Playwright blob report';

interface Blob {
  readonly file: ReportFile;
  readonly events: BlobEvents;
}

/** `--reporter=blob`: one zip for each shard. Shards given together become one run in several parts. */
export const playwrightBlob: Importer = {
  name: 'playwright-blob',
  title,
  takes: 'all',
  detects: (file) => file.bytes[0] === 0x50 && file.bytes[1] === 0x4b,
  parse(files, context) {
    const blobs = files.map((file) => ({ file, events: readBlob(file) }));
    return shardGroupsOf(blobs).flatMap((group) => {
      const startedAtMs = Math.min(...group.map(startOf));
      const runId = importedRunId(startedAtMs, contentHashOf(group.map((blob) => blob.file)));
      return group.map((blob) => runOfBlob(blob, runId, context));
    });
  },
};

function readBlob(file: ReportFile): BlobEvents {
  return blobEventsOf(unzipped(file), file.path, title);
}

function unzipped(file: ReportFile): string {
  let content: Uint8Array | undefined;
  try {
    content = unzipSync(file.bytes, { filter: ({ name }) => name === 'report.jsonl' })['report.jsonl'];
  } catch (cause) {
    throw brokenReport(
      file.path,
      `is not ${title}: expected a zip archive, found one that is damaged or ends in the middle (${(cause as Error).message}).`,
      cause,
    );
  }
  if (!content) throw brokenReport(file.path, `is not ${title}: expected report.jsonl in the archive, found none.`);
  return new TextDecoder().decode(content);
}

function startOf({ events, file }: Blob): number {
  return events.end?.startTime ?? events.attempts[0]?.startTime ?? file.modifiedAtMs;
}

/** Shards of one run have the same total and different numbers. Whatever does not fit begins a run of its own. */
function shardGroupsOf(blobs: readonly Blob[]): Blob[][] {
  const groups: Blob[][] = [];
  for (const blob of [...blobs].sort((a, b) => startOf(a) - startOf(b))) {
    const shard = blob.events.shard;
    const group =
      shard &&
      groups.find((candidate) =>
        candidate.every(
          ({ events: { shard: other } }) => other?.total === shard.total && other.current !== shard.current,
        ),
      );
    if (group) group.push(blob);
    else groups.push([blob]);
  }
  return groups;
}

function runOfBlob(blob: Blob, runId: string, context: ParseContext): Run {
  const { events, file } = blob;
  const runner = context.runner ?? 'playwright';
  const { config } = events;
  const root = rootOf(events);
  const git = gitFactsOfMetadata(config.metadata);
  return assembleRun({
    header: {
      runId,
      ...(events.shard ? { shard: events.shard } : {}),
      runner,
      runnerVersion: config.version,
      facts: git ? { ...context.facts, git } : context.facts,
      projects: events.projects.map(({ name }) => ({ name })),
      ...(config.workers === undefined ? {} : { workers: config.metadata?.actualWorkers ?? config.workers }),
      importedFrom: `playwright-blob ${posix.basename(file.path.replaceAll('\\', '/'))}`,
    },
    startedAtMs: startOf(blob),
    durationMs: events.end?.duration ?? 0,
    ...statusOfEnd(events),
    tests: testsOfBlob(events, runner, root),
    errors: events.errors.map((error) => failureOfPlaywright(error, { root })),
    notes: events.end ? [] : ['The blob report ends without the end of the run: the runner was killed.'],
    contentHash: contentHashOf([file]),
    duplicates: 'repeat',
  });
}

function statusOfEnd({ end }: BlobEvents): Partial<Pick<Run, 'status'>> {
  if (!end) return { status: 'crashed' };
  const known = { passed: 'passed', failed: 'failed', timedout: 'timedOut', interrupted: 'interrupted' } as const;
  const status = checked(
    z.enum(['passed', 'failed', 'timedout', 'interrupted']),
    end.status,
    'The end of the blob report',
    title,
  );
  return { status: known[status] };
}

/** The folder of the config; the report has its path relative to the folder of the tests. */
function rootOf({ config }: BlobEvents): string {
  const rootDir = config.rootDir.startsWith('/') ? config.rootDir : config.rootDir.replaceAll('\\', '/');
  if (!config.configFile) return rootDir;
  const configFile = config.configFile.replaceAll('\\', '/');
  return posix.dirname(isAbsolutePath(configFile) ? configFile : posix.join(rootDir, configFile));
}
