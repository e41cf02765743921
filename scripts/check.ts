import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** One check of `npm run check`: a command, and what its output must prove beyond exit code 0. */
interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** Says what is wrong with the output of a command that succeeded. */
  proves?(output: string): string | undefined;
}

const packages = readdirSync('packages');

const checks: readonly Check[] = [
  { name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] },
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  {
    name: 'architecture',
    command: ['depcruise', ...packages.map((name) => `packages/${name}/src`), '--config', '.dependency-cruiser.cjs'],
    // A cruise that sees no module finds no violation either.
    proves: (output) => {
      const seen = Number(/(\d+) modules/.exec(output)?.[1] ?? 0);
      return seen >= 100 ? undefined : `only ${seen} modules were seen, expected at least 100`;
    },
  },
  { name: 'unused code', command: ['knip'] },
  ...packages.map((name) => ({ name: `publint ${name}`, command: ['publint', '--strict', `packages/${name}`] })),
  ...packages.map((name) => ({
    name: `attw ${name}`,
    command: ['attw', '--pack', `packages/${name}`, '--profile', 'esm-only'],
  })),
  { name: 'generated docs', command: ['node', 'scripts/generate-docs.ts', '--check'] },
];

const failed = checks.filter((check) => !passes(check));
process.stdout.write(
  failed.length === 0
    ? `All ${checks.length} checks passed.\n`
    : `Failed: ${failed.map((check) => check.name).join(', ')}.\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes(check: Check): boolean {
  const startedAt = performance.now();
  const [file = '', ...args] = check.command;
  const result = spawnSync(file, args, { encoding: 'utf8' });
  const output = `${result.stdout}${result.stderr}`;
  const complaint =
    result.error?.message ?? (result.status === 0 ? check.proves?.(output) : `exit code ${result.status}`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(
    `${complaint === undefined ? 'ok  ' : 'FAIL'} ${check.name} (${seconds} s)${complaint === undefined ? '' : `: ${complaint}`}\n`,
  );
  if (complaint !== undefined) process.stdout.write(`${output}\n`);
  return complaint === undefined;
}
