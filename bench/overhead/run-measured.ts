import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one process cost. */
export interface Cost {
  /** User and system time of the process and of everything it started. */
  readonly cpuMs: number;
  readonly wallMs: number;
}

/**
 * Runs a Node program in a folder and measures it; rejects when it fails. The shell's own `times` counts the processor time of all
 * that it waited for, workers included.
 */
export async function runMeasured(root: string, args: string): Promise<Cost> {
  const command = `"${process.execPath}" ${args} >run.log 2>&1 || echo failed; times`;
  const start = performance.now();
  const printed = await readOutput(command, root);
  const wallMs = performance.now() - start;
  if (printed.startsWith('failed')) {
    throw new Error(
      `Expected \`${args}\` to pass, it printed: ${readFileSync(join(root, 'run.log'), 'utf8').slice(-500)}`,
    );
  }
  const times = [...(printed.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return { cpuMs: times.reduce((sum, match) => sum + Number(match[1]) * 60_000 + Number(match[2]) * 1000, 0), wallMs };
}

function readOutput(command: string, cwd: string): Promise<string> {
  const unwanted = /^(?:CI|VITEST.*|NODE_OPTIONS|MILLWRIGHT.*)$/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !unwanted.test(key)));
  return new Promise((done, fail) => {
    const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', () => done(printed));
  });
}
