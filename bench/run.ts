import type { Bench, Figure } from './bench.ts';
import { benches } from './registry.ts';

const usage = `Usage: npm run bench -- NAME [--json]\n\n${benches.map((bench) => `  ${bench.name.padEnd(12)} ${bench.description}${bench.usage === undefined ? '' : ` (${bench.usage})`}`).join('\n')}\n`;

process.exitCode = await runBench(process.argv.slice(2));

async function runBench(args: readonly string[]): Promise<number> {
  const bench = benches.find((candidate) => candidate.name === args.find((arg) => !arg.startsWith('-')));
  if (bench?.usage !== undefined)
    return report(
      bench,
      args,
      args.filter((arg) => arg !== '--json' && arg !== bench.name),
    );
  const unknownFlag = args.find((arg) => arg.startsWith('-') && arg !== '--json');
  const names = args.filter((arg) => !arg.startsWith('-'));
  if (unknownFlag !== undefined || names.length !== 1 || bench === undefined) {
    const wrong = unknownFlag ?? (names.length === 1 ? `bench "${names[0]}"` : `${names.length} names`);
    process.stderr.write(`Expected the name of one bench, got ${wrong}.\n${usage}`);
    return 2;
  }
  return report(bench, args, []);
}

async function report(bench: Bench, args: readonly string[], own: readonly string[]): Promise<number> {
  const figures = await bench.run(own);
  process.stdout.write(args.includes('--json') ? `${renderJson(bench, figures)}\n` : renderTable(bench, figures));
  return 0;
}

function renderJson(bench: Bench, figures: readonly Figure[]): string {
  return JSON.stringify({
    bench: bench.name,
    figures: figures.map((figure) => ({ ...figure, ok: figure.ok ?? null })),
  });
}

function renderTable(bench: Bench, figures: readonly Figure[]): string {
  const width = Math.max(...figures.map((figure) => figure.name.length));
  const rows = figures.map((figure) => {
    const verdict = figure.ok === undefined ? '' : figure.ok ? 'met' : 'MISSED';
    return `${figure.name.padEnd(width)}  ${formatValue(figure.value).padStart(12)} ${figure.unit.padEnd(8)} ${figure.target.padEnd(10)} ${verdict}`.trimEnd();
  });
  return `${bench.name}: ${bench.description}\n${rows.join('\n')}\n`;
}

function formatValue(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}
