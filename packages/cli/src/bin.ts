#!/usr/bin/env node
import { createRequire } from 'node:module';

import { runCli } from './frame/cli.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

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
  },
});
