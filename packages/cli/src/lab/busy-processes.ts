import { type ChildProcess, spawn } from 'node:child_process';

/** Works in slices and ends when its parent is gone: nobody must be left with a busy machine. */
const program = `const parent = process.ppid;
(function work() {
  const until = performance.now() + 100;
  while (performance.now() < until);
  if (process.ppid === parent) setImmediate(work);
})();`;

/** Starts processes that keep a processor busy each; call the result to end them. */
export function startBusyProcesses(count: number): () => void {
  const children: ChildProcess[] = Array.from({ length: count }, () =>
    spawn(process.execPath, ['-e', program], { stdio: 'ignore' }),
  );
  // One that cannot be started is less load, and no reason to stop.
  for (const child of children) child.on('error', () => undefined);
  const end = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}
