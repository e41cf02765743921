import { type JudgedArm, percentOf } from '@millwright/core';

import type { Paint } from '../render/paint.ts';
import { renderCount, renderDuration } from '../render/duration.ts';
import { renderTable } from '../render/table.ts';
import type { LabReport } from './carry-out-lab.ts';

/** The report of the lab for people: the verdict, the arms, the evidence, what was left out. */
export function renderLab(paint: Paint, name: string, report: LabReport): string {
  const runs = report.arms.reduce((sum, arm) => sum + arm.runs, 0);
  return [
    `${paint.strong(name)}\n`,
    `${report.verdict.kind === 'moved' ? paint.warn(report.verdict.sentence) : report.verdict.sentence}\n`,
    `\n${renderTable([['factor', 'circumstances', 'failed', '95 % interval', 'moves it?'], ...report.arms.map(rowOf)])}`,
    evidenceOf(report.arms),
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

const shownLines = 6;

function indented(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return [...lines.slice(0, shownLines), ...(lines.length > shownLines ? ['…'] : [])]
    .map((line) => `  ${line}`)
    .join('\n');
}
