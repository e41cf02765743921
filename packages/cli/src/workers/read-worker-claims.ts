import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

import type { OwnRunner, RunnerSetting, WorkerClaims } from '@millwright/core';

import type { Context } from '../context/context.ts';
import type { RunnerConfigs } from '../execution/runner-config.ts';
import { findConfigPath } from '../wiring/find-configs.ts';
import { readMachineRoom } from './read-machine-room.ts';

/** What the command line says of workers. */
export interface WorkerRequest {
  /** The option that names a number. */
  readonly flag?: { readonly name: string; readonly count: number | undefined } | undefined;
  /** Configuration files of the runners that were named; else those of the project. */
  readonly runnerConfigs?: RunnerConfigs | undefined;
  /** What the runners are told beside. */
  readonly passThrough?: readonly string[] | undefined;
}

/**
 * All that says how many workers there are. The runners' configuration files are read as text and not run, and only where neither an
 * option nor `parallelWorkers` decides.
 */
export async function readWorkerClaims(context: Context, request: WorkerRequest = {}): Promise<WorkerClaims> {
  const room = readMachineRoom();
  const { flag } = request;
  if (flag?.count !== undefined) return { flag: { name: flag.name, count: flag.count }, settings: {}, room };
  const passed = settingsPassed(request.passThrough ?? []);
  const configured = context.config.parallelWorkers;
  // What is passed to a runner comes last and wins there.
  if (Object.keys(passed).length === 0 && configured !== undefined) return { configured, settings: {}, room };
  return { settings: { ...(await readSettings(context, request.runnerConfigs, room.cores)), ...passed }, room };
}

type Settings = WorkerClaims['settings'];

/** `-- --workers=3` */
function settingsPassed(words: readonly string[]): Settings {
  const settingOf = (pattern: RegExp, name: string): RunnerSetting | undefined => {
    const at = words.findLastIndex((word) => pattern.test(word));
    if (at < 0) return undefined;
    const count = Number(/=(.*)$/u.exec(words[at] ?? '')?.[1] ?? words[at + 1]);
    return { by: `\`${name}\` after \`--\``, ...(Number.isInteger(count) && count > 0 ? { count } : {}) };
  };
  const playwright = settingOf(/^(?:--workers|-j)(?:=|$)/u, '--workers');
  const vitest = settingOf(/^--(?:maxWorkers|max-workers)(?:=|$)/u, '--maxWorkers');
  return { ...(playwright ? { playwright } : {}), ...(vitest ? { vitest } : {}) };
}

async function readSettings(context: Context, named: RunnerConfigs | undefined, cores: number): Promise<Settings> {
  const env = { ...context.world.env, ...context.config.env };
  // Vitest puts this variable above all that it is told otherwise.
  const forced = Number(env['VITEST_MAX_WORKERS']);
  const [playwright, vitest] = await Promise.all([
    readSetting(context, 'playwright', { named, env, cores }),
    forced > 0 ? { by: 'VITEST_MAX_WORKERS', count: forced } : readSetting(context, 'vitest', { named, env, cores }),
  ]);
  return { ...(playwright ? { playwright } : {}), ...(vitest ? { vitest } : {}) };
}

async function readSetting(
  { root, config }: Context,
  runner: OwnRunner,
  {
    named,
    env,
    cores,
  }: { readonly named: RunnerConfigs | undefined; readonly env: Context['world']['env']; readonly cores: number },
): Promise<RunnerSetting | undefined> {
  const path = findConfigPath(root, runner, named?.[runner] ?? config.runners[runner].config);
  if (path === undefined) return undefined;
  // A project without such a file need not wait for the parser.
  const { runnerWorkersOf } = await import('@millwright/source');
  const by = relative(root, path).replaceAll(sep, '/');
  const told = runnerWorkersOf({ runner, path, text: readFileSync(path, 'utf8'), env, cores });
  if (told.kind === 'unset') return undefined;
  return told.kind === 'set' ? { by, count: told.count } : { by };
}
