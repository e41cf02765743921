/** Reads the runner's own summary from a log, prints it as one plain line, and fails when no test ran. */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const log = stripVTControlCharacters(readFileSync(process.argv[2] ?? '/dev/stdin', 'utf8'));
const summary = log.split('\n').findLast((line) => /^\s*Tests\s+\d/.test(line));
const countOf = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary ?? '')?.[1] ?? 0);
const [passed, failed, skipped] = ['passed', 'failed', 'skipped'].map(countOf);

if (summary === undefined || passed + failed === 0) {
  process.stderr.write('No test ran.\n');
  process.exit(1);
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
