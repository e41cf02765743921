import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { makeFolder } from '@millwright/history';
import { UserError } from '@millwright/core';
import { applyPatchToText, proposeReporterWiring, renderUnifiedDiff } from '@millwright/source';

import type { Context } from '../context/context.ts';
import type { Command, CommandResult } from '../frame/command.ts';
import { flagOption } from '../frame/options.ts';
import { readAdditionObstacle, readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';
import { type RunnerConfigFile, findRunnerConfigs } from '../wiring/find-configs.ts';
import { isReporterInstalled } from '../wiring/find-reporter.ts';

const options = {
  apply: flagOption({ describe: 'write the change; without it the diff is only shown' }),
  force: flagOption({
    describe: 'edit a config that has uncommitted changes, or whose reporter package is not installed',
  }),
} as const;

/** What became of one config file. */
interface Wiring {
  readonly runner: RunnerConfigFile['runner'];
  readonly file: string;
  readonly state: 'already' | 'proposed' | 'applied' | 'unsupported';
  readonly diff?: string;
  readonly advice?: string;
}

/** `e2e init`: adds the reporter to the runners' configs by an edit of their syntax tree, and never guesses. */
export const initCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e init', 'show what would change'],
    ['e2e init --apply', 'add the reporter to the configs and write .millwright/.gitignore'],
  ],
  async run(context, args) {
    const configs = findRunnerConfigs(context.root);
    if (configs.length === 0) throw noConfig(context.root);
    const wirings = configs.map((config) => proposeWiring(context.root, config));
    if (args.apply !== true) return resultOf(context, wirings);
    if (args.force !== true) await refuseUnsafe(context.root, wirings);
    const applied = wirings.map((wiring) => applyWiring(context.root, wiring));
    writeIgnoreFile(context.dir);
    return resultOf(context, applied);
  },
};

function proposeWiring(root: string, config: RunnerConfigFile): Wiring {
  const before = readSourceFile(root, config.file);
  const proposal = proposeReporterWiring({ path: config.file, text: before, runner: config.runner });
  if (proposal.kind === 'already') return { ...config, state: 'already' };
  if (proposal.kind === 'unsupported') {
    return { ...config, state: 'unsupported', advice: `${proposal.reason} ${proposal.manualInstruction}` };
  }
  const diff = renderUnifiedDiff({ file: config.file, before, after: applyPatchToText(before, proposal.patch) });
  const missing = !isReporterInstalled(root, config.runner);
  return { ...config, state: 'proposed', diff, ...(missing ? { advice: installAdviceOf(config.runner) } : {}) };
}

/** Looks at every file before the first is written, so that a refusal leaves all of them as they were. */
async function refuseUnsafe(root: string, wirings: readonly Wiring[]): Promise<void> {
  for (const { state, file, runner } of wirings) {
    if (state !== 'proposed') continue;
    const obstacle = await readAdditionObstacle(root, file);
    if (obstacle !== undefined) {
      throw new UserError({
        code: 'dirty-file',
        message: `${file} ${obstacle}, so nothing was written.`,
        hint: 'Commit or stash them first, or add `--force`.',
      });
    }
    if (!isReporterInstalled(root, runner)) {
      throw new UserError({
        code: 'reporter-not-installed',
        message: `@millwright/${runner} is not installed in ${root}, and ${file} would not load with it, so nothing was written.`,
        hint: installAdviceOf(runner),
      });
    }
  }
}

function applyWiring(root: string, wiring: Wiring): Wiring {
  if (wiring.state !== 'proposed') return wiring;
  const before = readSourceFile(root, wiring.file);
  const proposal = proposeReporterWiring({ path: wiring.file, text: before, runner: wiring.runner });
  if (proposal.kind !== 'wired') return wiring;
  writeSourceFile(root, wiring.file, applyPatchToText(before, proposal.patch));
  return { ...wiring, state: 'applied' };
}

function installAdviceOf(runner: string): string {
  return `Install it: npm install --save-dev @millwright/${runner}`;
}

/** Raw history stays out of git; the small files that a team reviews go in. */
function writeIgnoreFile(dir: string): void {
  const path = join(dir, '.gitignore');
  if (existsSync(path)) return;
  makeFolder(dir);
  writeFileSync(
    path,
    [
      '# The history is kept by cache or artifact; these few files are meant to be reviewed.',
      '*',
      '!.gitignore',
      '!aliases.json',
      '!quarantine.json',
      '!timings.json',
      '',
    ].join('\n'),
  );
}

function resultOf(context: Context, wirings: readonly Wiring[]): CommandResult {
  const text = wirings.map((wiring) => renderWiring(context, wiring)).join('\n');
  const open = wirings.some((wiring) => wiring.state === 'proposed');
  const next = open ? 'Nothing was written. Run `e2e init --apply` to make the change.\n' : '';
  return {
    exitCode: wirings.every((wiring) => wiring.state === 'unsupported') ? 1 : 0,
    document: { format: 'millwright/init', version: 1, root: context.root, configs: wirings },
    text: `${text}${next}`,
  };
}

function renderWiring({ paint }: Context, wiring: Wiring): string {
  const { file, advice, diff = '' } = wiring;
  if (wiring.state === 'already') return `${paint.good('ok')}  ${file} already has the reporter.\n`;
  if (wiring.state === 'unsupported') return `${paint.warn('by hand')}  ${file}: ${advice ?? ''}\n`;
  const missing = advice === undefined ? '' : `${paint.warn('missing')}  ${advice}\n`;
  if (wiring.state === 'proposed') return `${diff}${missing}`;
  return `${diff}${paint.good('written')}  ${file}: from the next run on, every attempt is remembered.\n${missing}`;
}

function noConfig(root: string): UserError {
  return new UserError({
    code: 'no-runner-config',
    message: `No playwright.config.* and no vitest.config.* (or vite.config.*) was found in ${root}.`,
    hint: "Run it in the folder that holds the runner's config, or name that folder with `--root`.",
  });
}
