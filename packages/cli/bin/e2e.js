#!/usr/bin/env node
// Not part of the build: `npm ci` links a command only when its file is there, and in a fresh clone nothing is built yet.
import { existsSync } from 'node:fs';

const program = new URL('../dist/bin.js', import.meta.url);

if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('Millwright is not built yet.\nBuild it once: npm run build\n');
  process.exitCode = 2;
}
