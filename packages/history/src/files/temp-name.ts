import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const hostMark = createHash('sha1').update(hostname()).digest('hex').slice(0, 6);

/** Matches the names of temporary files; groups: mark of the host, process id. */
const tempNamePattern = /\.([0-9a-f]{6})-(\d+)-[0-9a-f]{12}\.tmp$/;

/** A name beside the target that no other writer uses: it tells the host and process, so an orphan can be recognised. */
export function tempNameOf(path: string): string {
  return `${path}.${hostMark}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Whether a temporary file surely has no writer any more: its process on this host is gone, or it is an hour old. */
export function isOrphanedTemp(name: string, ageMs: number): boolean {
  const match = tempNamePattern.exec(name);
  if (!match) return false;
  if (ageMs > 3_600_000) return true;
  const pid = Number(match[2]);
  if (match[1] !== hostMark || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
