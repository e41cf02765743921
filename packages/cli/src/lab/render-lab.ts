import { type JudgedArm, percentOf } from '@millwright/core';

import type { Paint } from '../render/paint.ts';
import { renderCount, renderDuration } from '../render/duration.ts';
import { renderTable } from '../render/table.ts';
import type { LabReport } from './carry-out-lab.ts';

/** The report of the lab for people: the verdict, the arms, the evidence, what was left out. */
export function renderLab(paint: Paint, name: string, report: LabReport, verbose: boolean): string {
  const runs = report.arms.reduce((sum, arm) => sum + arm.runs, 0);
  return [
    `${paint.strong(name)}\n`,
    `${report.verdict.kind === 'moved' ? paint.warn(report.verdict.sentence) : report.verdict.sentence}\n`,
    `\n${renderTable([['factor', 'circumstances', 'failed', '95 % interval', 'moves it?'], ...report.arms.map(rowOf)])}`,
    verbose ? allEvidenceOf(report.arms) : evidenceOf(report.arms),
    report.hints
      .map(({ factor, patterns }) => `\ntried first: ${factor}, for ${patterns.join(', ')} in its code`)
      .join(''),
    report.hints.length > 0 ? '\n' : '',
    report.notTried.map(({ factor, reason }) => `\nnot tried: ${factor}. ${reason}`).join(''),
    report.notTried.length > 0 ? '\n' : '',
    paint.dim(
      `\n${renderCount(runs, 'run')} in ${renderDuration(report.spentMs)} of ${renderDuration(report.budgetMs)}; ${endings[report.stopped]}.\n`,
    ),
  ].join('');
}

const endings: Readonly<Record<LabReport['stopped'], string>> = {
  found: 'stopped because one factor is sure',
  enough: 'stopped because every arm had enough runs',
  budget: 'stopped at the budget',
  interrupted: 'interrupted',
};

function rowOf(arm: JudgedArm): readonly string[] {
  const { low, high } = arm.failureRatio;
  return [
    arm.factor,
    arm.label,
    arm.runs === 0 ? '–' : `${arm.failures} of ${arm.runs}`,
    arm.runs === 0 ? '' : `${percentOf(low)}–${percentOf(high)} %`,
    arm.problem ?? (arm.moveProbability === undefined ? '' : `${percentOf(arm.moveProbability)} %`),
  ];
}

function evidenceOf(arms: readonly JudgedArm[]): string {
  return arms
    .flatMap(({ label, firstFailure }) =>
      firstFailure === undefined ? [] : [`\nfirst failure, ${label}:\n${indented(firstFailure)}\n`],
    )
    .join('');
}

/** Every failing attempt of every arm, those that failed alike together. */
function allEvidenceOf(arms: readonly JudgedArm[]): string {
  return arms
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ label, failures, evidence }) => {
      const groups = evidence.map(({ count, message, location }) => {
        const place = location === undefined ? '' : ` at ${location.file}:${location.line}`;
        return `  ${count} of ${failures}${place}\n${indented(message, '    ')}\n`;
      });
      return `\nfailures, ${label}:\n${groups.join('')}`;
    })
    .join('');
}

const shownLines = 6;

function indented(message: string, indent = '  '): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return [...lines.slice(0, shownLines), ...(lines.length > shownLines ? ['…'] : [])]
    .map((line) => `${indent}${line}`)
    .join('\n');
}
