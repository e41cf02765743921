import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { listFiles } from '../files/list-files.ts';
import { isOrphanedTemp } from '../files/temp-name.ts';
import { removeQuietly } from '../files/write-file.ts';
import { writeRun } from '../recorder/seal-run.ts';
import { readLiveness } from '../recorder/process-identity.ts';
import { type ParsedSegment, parseSegment } from './parse-segment.ts';
import type { WarningLog } from './warnings.ts';

/** A segment whose process we cannot see counts as left behind after this time without a new line. */
const abandonedMs = 6 * 3_600_000;

/** Turns the segments of dead processes into run documents and clears their temporary files. Returns the ids of the runs it saved. */
export async function recoverSegments(dir: string, log: WarningLog, nowMs: number): Promise<readonly string[]> {
  const saved: string[] = [];
  for (const path of await listFiles(dir, 'history')) {
    if (path.endsWith('.tmp')) await removeOrphan(join(dir, path), nowMs);
    if (!path.endsWith('.open')) continue;
    const runId = await recoverSegment(dir, path, log, nowMs);
    if (runId !== undefined) saved.push(runId);
  }
  return saved;
}

async function recoverSegment(dir: string, path: string, log: WarningLog, nowMs: number): Promise<string | undefined> {
  try {
    const segment = await readDeadSegment(join(dir, path), nowMs);
    if (segment === 'alive' || segment === 'gone') return undefined;
    if (segment.status === 'newer') {
      log.add(path, segment.message);
      return undefined;
    }
    if (segment.status === 'ok') await writeRun(dir, segment.run, segment);
    await removeQuietly(join(dir, path));
    return segment.status === 'ok' ? segment.run.runId : undefined;
  } catch (error) {
    log.add(path, `The run it holds could not be saved (${(error as Error).message}). It was left as it is.`);
    return undefined;
  }
}

/** Reads a segment unless its process may still write to it; one of a process we cannot see must be `abandonedAfterMs` old. */
export async function readDeadSegment(
  path: string,
  nowMs: number,
  abandonedAfterMs: number = abandonedMs,
): Promise<ParsedSegment | 'alive' | 'gone'> {
  const info = await stat(path).catch(() => undefined);
  if (!info) return 'gone';
  const segment = parseSegment(await readFile(path, 'utf8'));
  const ageMs = nowMs - info.mtimeMs;
  if (segment.status === 'newer') return segment;
  // A process that was killed before its first line was whole: wait a moment, because it may be about to write it.
  if (segment.status === 'empty') return ageMs > 60_000 ? segment : 'alive';
  const liveness = readLiveness(segment.process);
  return liveness === 'dead' || (liveness === 'unknown' && ageMs >= abandonedAfterMs) ? segment : 'alive';
}

async function removeOrphan(path: string, nowMs: number): Promise<void> {
  const info = await stat(path).catch(() => undefined);
  if (info && isOrphanedTemp(path, nowMs - info.mtimeMs)) await removeQuietly(path);
}
