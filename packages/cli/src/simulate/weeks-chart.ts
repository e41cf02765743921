import type { SimulationReport } from '@millwright/core';

import { renderDuration } from '../render/duration.ts';
import { htmlTextOf } from './plain-text.ts';
import { firstMsOf } from './render-weeks.ts';

const size = { width: 960, height: 320, left: 90, bottom: 60, top: 40 } as const;

/** Two bars for each week with failures, as SVG in the page; the table by week below says the same in numbers. */
export function weeksChartOf(report: SimulationReport): string {
  const weeks = report.weeks.filter(({ failingRunCount }) => failingRunCount > 0);
  if (weeks.length === 0) return '';
  const mostMs = Math.max(
    1,
    ...weeks.flatMap((week) => [firstMsOf(week, 'recorded'), firstMsOf(week, report.objective)]),
  );
  const step = (size.width - size.left) / weeks.length;
  const barWidth = Math.min(28, step * 0.38);
  const floor = size.height - size.bottom;
  const every = Math.ceil(weeks.length / 12);
  const bars = weeks.map((week, index) => {
    const middle = size.left + step * (index + 0.5);
    const barOf = (name: string, kind: string, x: number): string => {
      const timeMs = firstMsOf(week, name);
      const height = ((floor - size.top) * timeMs) / mostMs;
      return `<rect class="${kind}" x="${fixed(x)}" y="${fixed(floor - height)}" width="${fixed(barWidth)}" height="${fixed(height)}"><title>${htmlTextOf(`${week.weekOf}, ${name}: ${renderDuration(timeMs)}`)}</title></rect>`;
    };
    const label =
      index % every === 0
        ? `<text x="${fixed(middle)}" y="${floor + 20}" text-anchor="middle">${htmlTextOf(week.weekOf.slice(5))}</text>`
        : '';
    return `${barOf('recorded', 'recorded', middle - barWidth)}${barOf(report.objective, 'own', middle)}${label}`;
  });
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="chart-title chart-text">
<title id="chart-title">Time to the first failure by week</title>
<desc id="chart-text">Medians of failing runs, in the order in which they ran and with ${htmlTextOf(report.objective)}. The table by week has the numbers.</desc>
${axisOf(mostMs, floor)}
${bars.join('\n')}
${legendOf(report.objective)}
</svg>`;
}

function axisOf(mostMs: number, floor: number): string {
  return [0, 0.5, 1]
    .map((share) => {
      const y = fixed(floor - share * (floor - size.top));
      return `<line class="axis" x1="${size.left}" x2="${size.width}" y1="${y}" y2="${y}"/><text x="${size.left - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${htmlTextOf(renderDuration(share * mostMs))}</text>`;
    })
    .join('\n');
}

function legendOf(objective: string): string {
  const y = size.height - 18;
  return `<rect class="recorded" x="${size.left}" y="${y}" width="12" height="12"/><text x="${size.left + 18}" y="${y + 11}">as it ran</text>
<rect class="own" x="${size.left + 110}" y="${y}" width="12" height="12"/><text x="${size.left + 128}" y="${y + 11}">${htmlTextOf(objective)}</text>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
