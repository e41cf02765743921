import { createWriteStream } from 'node:fs';
import { dirname } from 'node:path';

import { makeFolder } from '@millwright/history';
import { type ResultPromise, execa } from 'execa';

/** A runner process to start. */
export interface BatchProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Everything the runner prints goes here, line by line and without secrets. */
  readonly logFile: string;
  readonly redact: (text: string) => string;
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
  const startedAt = performance.now();
  const child = execa(batch.program, [...batch.args], {
    cwd: batch.cwd,
    env: { ...batch.env },
    extendEnv: false,
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    // A group of its own: the terminal's Ctrl-C reaches the runner once, through us, and not twice.
    detached: process.platform !== 'win32',
  });
  const closeLog = copyOutput(child, batch);
  const stopListening = stopWith(child, batch.signal);
  const result = await child;
  stopListening();
  await closeLog();
  return {
    exitCode: result.exitCode ?? 1,
    interrupted: batch.signal.aborted,
    durationMs: performance.now() - startedAt,
    ...(result.exitCode === undefined && !batch.signal.aborted
      ? { problem: result.shortMessage ?? 'The runner ended without an exit code.' }
      : {}),
  };
}

type Child = ResultPromise<{ all: true; buffer: false; reject: false }>;

/** Copies what the runner prints into its log file; a log that cannot be written stops nothing. */
function copyOutput(child: Pick<Child, 'all'>, { logFile, redact, echo }: BatchProcess): () => Promise<void> {
  makeFolder(dirname(logFile));
  const log = createWriteStream(logFile);
  log.on('error', () => undefined);
  let open = '';
  child.all.setEncoding('utf8');
  child.all.on('data', (text: string) => {
    echo?.(text);
    const lines = `${open}${text}`.split('\n');
    open = lines.pop() ?? '';
    if (lines.length > 0) log.write(`${redact(lines.join('\n'))}\n`);
  });
  return () => new Promise((resolve) => log.end(redact(open), () => resolve()));
}

/** Stops the runner when asked to; its whole group dies with this process, browsers and servers included. */
function stopWith(child: Pick<Child, 'pid' | 'kill'>, signal: AbortSignal): () => void {
  let killTimer: NodeJS.Timeout | undefined;
  const kill = (): void => killGroup(child);
  const stop = (): void => {
    child.kill('SIGINT');
    killTimer = setTimeout(kill, graceMs);
  };
  process.once('exit', kill);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return () => {
    clearTimeout(killTimer);
    process.off('exit', kill);
    signal.removeEventListener('abort', stop);
  };
}

function killGroup(child: Pick<Child, 'pid' | 'kill'>): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It is gone already.
  }
}
