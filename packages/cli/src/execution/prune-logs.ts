import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const dayMs = 86_400_000;

/** Removes the runners' logs that are older than the retention. A folder that is not there has none. */
export function pruneLogs(folder: string, retentionDays: number, nowMs: number): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    const ageMs = nowMs - statSync(path).mtimeMs;
    if (name.endsWith('.log') && ageMs > retentionDays * dayMs) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
