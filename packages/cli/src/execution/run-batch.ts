import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import { execa } from 'execa';

/** A runner process to start. */
export interface BatchProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Everything the runner prints goes here. */
  readonly logFile: string;
  /** Receives what the runner prints as well, when the user asked for it. */
  readonly echo?: ((text: string) => void) | undefined;
  /** Aborting asks the runner to stop as Ctrl-C would, and kills it ten seconds later. */
  readonly signal: AbortSignal;
}

export interface BatchResult {
  readonly exitCode: number;
  readonly interrupted: boolean;
  readonly durationMs: number;
  /** Why the process could not be started or ended without an exit code, in a sentence. */
  readonly problem?: string;
}

const graceMs = 10_000;

/** Starts a runner and waits for it. Never rejects: how it ended is data. */
export async function runBatch(batch: BatchProcess): Promise<BatchResult> {
  mkdirSync(dirname(batch.logFile), { recursive: true });
  const log = createWriteStream(batch.logFile);
  const startedAt = performance.now();
  const child = execa(batch.program, [...batch.args], {
    cwd: batch.cwd,
    env: { ...batch.env },
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    // A group of its own: the terminal's Ctrl-C reaches the runner once, through us, and not twice.
    detached: process.platform !== 'win32',
    cleanup: true,
  });
  child.all.on('data', (chunk: Buffer) => {
    log.write(chunk);
    batch.echo?.(chunk.toString());
  });
  let killTimer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGINT');
    killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  batch.signal.addEventListener('abort', stop, { once: true });
  if (batch.signal.aborted) stop();
  const result = await child;
  clearTimeout(killTimer);
  batch.signal.removeEventListener('abort', stop);
  await new Promise((resolve) => log.end(resolve));
  return {
    exitCode: result.exitCode ?? 1,
    interrupted: batch.signal.aborted,
    durationMs: performance.now() - startedAt,
    ...(result.exitCode === undefined && !batch.signal.aborted ? { problem: result.shortMessage ?? 'The runner ended without an exit code.' } : {}),
  };
}
