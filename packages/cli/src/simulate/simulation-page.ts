import type { SimulationReport } from '@millwright/core';

import { renderDuration } from '../render/duration.ts';
import { htmlTextOf } from './plain-text.ts';
import { leftOutLinesOf, tableOf, titleOf, verdictLinesOf } from './render-simulation.ts';
import type { LeftOutRuns } from './replay-history.ts';
import { weeksChartOf } from './weeks-chart.ts';

const styles = `
:root { color-scheme: light dark; --recorded: #8a8f98; --own: #0b6bcb; --line: #c9ccd1; }
@media (prefers-color-scheme: dark) { :root { --recorded: #9aa0a9; --own: #6db3f7; --line: #4a4e55; } }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
th, td { text-align: right; padding: .25rem .75rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
tr.own { font-weight: 600; }
.scroll { overflow-x: auto; }
svg { width: 100%; height: auto; }
svg text { fill: currentColor; font: 12px system-ui, sans-serif; }
.recorded { fill: var(--recorded); } .own { fill: var(--own); }
.axis { stroke: var(--line); }
`;

/** The replay as one HTML page that needs nothing else and runs nothing: no script, no address, every text escaped. */
export function simulationPageOf(
  report: SimulationReport,
  { leftOut, project, madeAt }: { readonly leftOut: LeftOutRuns; readonly project: string; readonly madeAt: string },
): string {
  const title = `What an order would have saved: ${htmlTextOf(project)}`;
  const lines = [...leftOutLinesOf(leftOut), ...verdictLinesOf(report)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${styles}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${htmlTextOf(titleOf(report))} Each was ordered by what was known when it began. Made ${htmlTextOf(madeAt)}.</p>
<ul>
${lines.map((line) => `<li>${htmlTextOf(line)}</li>`).join('\n')}
</ul>
${weeksChartOf(report)}
${strategiesOf(report)}
${weeksOf(report)}
${setbacksOf(report)}
</main>
</body>
</html>
`;
}

function strategiesOf(report: SimulationReport): string {
  const [head = [], ...rows] = tableOf(report);
  const classes = rows.map(([name]) => (name === report.objective ? 'own' : ''));
  const words = new Map(report.strategies.map(({ name, describe }) => [name, describe]));
  const named = rows.map(([name = '', ...cells]) => [`${name} – ${words.get(name) ?? ''}`, ...cells]);
  return tableHtmlOf('Every strategy, medians of failing runs', head, named, classes);
}

function weeksOf({ weeks, objective }: SimulationReport): string {
  const head = ['week of', 'runs', 'failing', 'failures', 'recorded', objective, 'sooner', 'later', 'missed'];
  const rows = weeks.map(({ weekOf, runCount, failingRunCount, failureCount, strategies }) => {
    const recorded = strategies.find(({ name }) => name === 'recorded')?.firstFailure;
    const own = strategies.find(({ name }) => name === objective);
    return [
      weekOf,
      `${runCount}`,
      `${failingRunCount}`,
      `${failureCount}`,
      recorded ? renderDuration(recorded.medianMs) : '–',
      own?.firstFailure ? renderDuration(own.firstFailure.medianMs) : '–',
      `${own?.soonerCount ?? 0}`,
      `${own?.laterCount ?? 0}`,
      own?.budget ? `${own.budget.missedCount}` : '–',
    ];
  });
  return tableHtmlOf('By week: median time to the first failure', head, rows);
}

function setbacksOf({ setbacks, objective }: SimulationReport): string {
  if (setbacks.length === 0) return '';
  const rows = setbacks.map(({ titlePath, file, project, failureCount, laterCount, missedCount }) => [
    `${titlePath.join(' › ')} (${project === '' ? file : `${project}, ${file}`})`,
    `${failureCount}`,
    `${laterCount}`,
    `${missedCount}`,
  ]);
  return tableHtmlOf(`Shown later or missed with ${objective}`, ['test', 'failures', 'later', 'missed'], rows);
}

function tableHtmlOf(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  classes: readonly string[] = [],
): string {
  const headHtml = head.map((cell) => `<th scope="col">${htmlTextOf(cell)}</th>`).join('');
  const rowsHtml = rows.map(([first = '', ...cells], index) => {
    const own = classes[index] ? ` class="${classes[index]}"` : '';
    return `<tr${own}><th scope="row">${htmlTextOf(first)}</th>${cells.map((cell) => `<td>${htmlTextOf(cell)}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll"><table><caption>${htmlTextOf(caption)}</caption><thead><tr>${headHtml}</tr></thead><tbody>
${rowsHtml.join('\n')}
</tbody></table></div>`;
}
