import type { OwnRunner } from '@millwright/core';
import { ts } from 'ts-morph';

import { type FoundOption, inLayers, layersOf, sectionsOf } from '../wiring/config-option.ts';
import { type Environment, type KnownValue, environmentValueOf } from './environment-value.ts';

/** What a runner's configuration file says of workers. */
export type RunnerWorkersSetting =
  | { readonly kind: 'unset' }
  | { readonly kind: 'set'; readonly count: number }
  /** Only running the file would tell. */
  | { readonly kind: 'unknown' };

export interface RunnerWorkersQuestion {
  readonly runner: OwnRunner;
  readonly path: string;
  readonly text: string;
  /** The variables that the runner will be given. */
  readonly env: Environment;
  /** Logical cores, for a share such as `50%`. */
  readonly cores: number;
}

const unset: RunnerWorkersSetting = { kind: 'unset' };
const unknown: RunnerWorkersSetting = { kind: 'unknown' };

/**
 * Reads `workers` of a Playwright configuration, `test.maxWorkers` of a Vitest one, from the text alone: numbers, shares, constants
 * and choices by `process.env`. What cannot be read for certain is `unknown`. Pure.
 */
export function runnerWorkersOf(question: RunnerWorkersQuestion): RunnerWorkersSetting {
  const source = ts.createSourceFile(question.path, question.text, ts.ScriptTarget.Latest, true);
  const layers = layersOf(source);
  if (layers === undefined) return unknown;
  return question.runner === 'playwright'
    ? settingOf(inLayers(source, layers, 'workers'), question)
    : vitestSettingOf(source, sectionsOf(source, layers, 'test'), question);
}

function vitestSettingOf(
  source: ts.SourceFile,
  sections: readonly FoundOption[],
  question: RunnerWorkersQuestion,
): RunnerWorkersSetting {
  // With files one after the other Vitest has one worker, whatever else it is told. When that is uncertain, it decides by itself.
  const parallel = inLayers(source, sections, 'fileParallelism');
  if (typeof parallel === 'object' && valueOf(parallel, question)?.value === false) return { kind: 'set', count: 1 };
  // Up to Vitest 3 the options of a pool win over the number of workers.
  if (typeof inLayers(source, sections, 'poolOptions') === 'object') return unknown;
  return settingOf(inLayers(source, sections, 'maxWorkers'), question);
}

function valueOf({ value }: { readonly value: ts.Expression }, { env, text }: RunnerWorkersQuestion): KnownValue {
  // A file of variables that the configuration loads itself may set any of them.
  return environmentValueOf(value, /dotenv|loadEnv/u.test(text) ? undefined : env);
}

function settingOf(found: FoundOption, question: RunnerWorkersQuestion): RunnerWorkersSetting {
  if (found === 'absent') return unset;
  const told = found === 'unknown' ? undefined : valueOf(found, question);
  if (told === undefined) return unknown;
  if (told.value === undefined) return unset;
  const count = countOf(told.value, question);
  return count === undefined ? unknown : { kind: 'set', count };
}

function countOf(value: string | number | boolean, { runner, cores }: RunnerWorkersQuestion): number | undefined {
  const percent = typeof value === 'string' ? /^(\d+)%$/u.exec(value.trim())?.[1] : undefined;
  if (percent !== undefined) {
    const share = (Number(percent) / 100) * cores;
    return Math.max(1, runner === 'playwright' ? Math.floor(share) : Math.min(cores, Math.round(share)));
  }
  const count = typeof value === 'boolean' ? Number.NaN : Number(value);
  return Number.isInteger(count) && count >= 1 ? count : undefined;
}
