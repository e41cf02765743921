#!/usr/bin/env node
// As a whole: an old Node lacks one of its names, and would stop at the import.
import nodeModule from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Looked at before anything else is loaded: an old Node would stop with an error that helps nobody.
if (major < 22 || major === 23 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `e2e needs Node 22.12 or later of 22, or 24 and later; this is Node ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
} else {
  // Compiling the TypeScript compiler anew takes a third of the time of many commands. Where nothing can be written, it is as ever.
  nodeModule.enableCompileCache();
  // Whoever reads us may stop reading (`e2e … | head`): no error, and what goes on is finished.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const { version } = nodeModule.createRequire(import.meta.url)('../package.json') as { version: string };
  const { runCli } = await import('./frame/cli.ts');
  const { askAtTerminal } = await import('./frame/ask-at-terminal.ts');
  process.exitCode = await runCli({
    argv: process.argv.slice(2),
    version,
    world: {
      cwd: process.cwd(),
      env: process.env,
      nowMs: () => Date.now(),
      random: () => Math.random(),
      stdout: process.stdout,
      stderr: process.stderr,
      ask: process.stdin.isTTY && process.stderr.isTTY && !process.env['CI'] ? askAtTerminal : undefined,
    },
  });
}
