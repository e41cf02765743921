import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installPackages } from './install-packages.ts';

const fileCount = 50;
const testsPerFile = 20;

/** The number of tests in the suite. */
export const suiteTestCount = fileCount * testsPerFile;

/**
 * Writes 1,000 trivial tests in 50 files, each with a module of its own, as a git repository with one commit, and one config for
 * each reporter. A reporter is given as the source text of its entry in `reporters`; it runs beside `dot`.
 */
export function createVitestSuite(reporters: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-vitest-'));
  mkdirSync(join(root, 'src'));
  installPackages(root, ['core', 'history', 'vitest']);
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(root, '.gitignore'), 'node_modules\n.millwright\nallure-results\n.vitest\n*.json\nrun.log\n');
  writeFileSync(join(root, 'self-time-reporter.mjs'), selfTimeReporter);
  for (let file = 0; file < fileCount; file += 1) writeTestFile(root, file);
  for (const [name, reporter] of Object.entries(reporters)) {
    const setupFiles = name === 'allure' ? `setupFiles: ['allure-vitest/setup'],` : '';
    const config = `import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { maxWorkers: 2, ${setupFiles} reporters: ['dot', ${reporter}] } });\n`;
    writeFileSync(join(root, `${name}.config.ts`), config);
  }
  commitAll(root);
  return root;
}

function writeTestFile(root: string, file: number): void {
  const tests = Array.from(
    { length: testsPerFile },
    (_, index) => `test('number ${index}', () => { expect(value + ${index}).toBe(${file + index}); });`,
  );
  const imports = `import { expect, test } from 'vitest';\nimport { value } from './module-${file}.ts';\n`;
  writeFileSync(join(root, `src/module-${file}.ts`), `export const value = ${file};\n`);
  writeFileSync(join(root, `src/file-${file}.test.ts`), `${imports}${tests.join('\n')}\n`);
}

function commitAll(root: string): void {
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false'];
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'suite'],
  ]) {
    execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
  }
}

/** What `self-time.json` holds after a run. */
export interface SelfTime {
  /** By the clock, in all hooks and at the end of the run. */
  readonly wallMs: number;
  /** By the processor, in the hooks that tests call. */
  readonly hooksCpuMs: number;
  /** By the processor, to load the reporter and all that it imports. */
  readonly loadCpuMs: number;
}

/** Our reporter, with the time spent in it written down at the end. */
const selfTimeReporter = `import { writeFileSync } from 'node:fs';
const cpuMs = (before) => { const { user, system } = process.threadCpuUsage(before); return (user + system) / 1000; };
const beforeLoad = process.threadCpuUsage();
const { default: MillwrightReporter } = await import('@millwright/vitest');
const loadCpuMs = cpuMs(beforeLoad);
let hooksCpuMs = 0;
export default class extends MillwrightReporter {
  onInit(vitest) {
    super.onInit(vitest);
    process.on('exit', () => writeFileSync('self-time.json', JSON.stringify({ wallMs: this.selfTimeMs, hooksCpuMs, loadCpuMs })));
  }
  #timed(hook, argument) {
    const before = process.threadCpuUsage();
    super[hook](argument);
    hooksCpuMs += cpuMs(before);
  }
  onTestModuleQueued(module) { this.#timed('onTestModuleQueued', module); }
  onTestModuleCollected(module) { this.#timed('onTestModuleCollected', module); }
  onTestCaseResult(test) { this.#timed('onTestCaseResult', test); }
  onTestModuleEnd(module) { this.#timed('onTestModuleEnd', module); }
}
`;
