import { findFlakyPatterns } from '@millwright/source';
import { globSync } from 'node:fs';

const root = process.argv[2] ?? '';
const files = globSync(['src/**/*.test.{ts,tsx}', 'e2e/**/*.spec.ts'], { cwd: root });
const startMs = performance.now();
const startCpu = process.cpuUsage();
const findings = findFlakyPatterns({ root, files });
const ms = performance.now() - startMs;
const cpu = process.cpuUsage(startCpu);
process.stdout.write(
  JSON.stringify({
    ms,
    cpuMs: (cpu.user + cpu.system) / 1000,
    files: files.length,
    findings: findings.length,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
