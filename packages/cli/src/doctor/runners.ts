import { proposeReporterWiring } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { findRunner } from '../execution/find-runner.ts';
import { readSourceFile } from '../wiring/edit-file.ts';
import { type RunnerConfigFile, findRunnerConfigs } from '../wiring/find-configs.ts';
import { isReporterInstalled } from '../wiring/find-reporter.ts';
import type { CheckResult } from './check.ts';

const floors = { playwright: [1, 50], vitest: [3, 2] } as const;

/** Whether each runner is installed, new enough, and has the reporter. */
export async function checkRunners(context: Context): Promise<readonly CheckResult[]> {
  const configs = findRunnerConfigs(context.root);
  if (configs.length === 0) {
    return [
      {
        name: 'runners',
        state: 'problem',
        message: `No playwright.config.* and no vitest.config.* in ${context.root}.`,
        advice: 'Run e2e in the folder that holds it, or name that folder with `--root`.',
      },
    ];
  }
  return configs.flatMap((config) => [versionOf(context.root, config), wiringOf(context.root, config)]);
}

function versionOf(root: string, { runner }: RunnerConfigFile): CheckResult {
  const installed = findRunner(root, runner);
  const [major, minor] = floors[runner];
  if (installed === undefined) {
    return {
      name: runner,
      state: 'problem',
      message: `${runner} is not installed.`,
      advice: `Run \`npm install --save-dev ${runner === 'playwright' ? '@playwright/test' : 'vitest'}\`.`,
    };
  }
  const [has = 0, hasMinor = 0] = installed.version.split('.').map(Number);
  if (has > major || (has === major && hasMinor >= minor))
    return { name: runner, state: 'ok', message: `${runner} ${installed.version}` };
  return {
    name: runner,
    state: 'problem',
    message: `${runner} ${installed.version} is too old.`,
    advice: `Update to ${major}.${minor} or later.`,
  };
}

function wiringOf(root: string, { runner, file }: RunnerConfigFile): CheckResult {
  const name = `${runner} reporter`;
  const proposal = proposeReporterWiring({ path: file, text: readSourceFile(root, file), runner });
  if (proposal.kind === 'already') {
    if (isReporterInstalled(root, runner)) return { name, state: 'ok', message: `${file} has it` };
    return {
      name,
      state: 'problem',
      message: `${file} names @millwright/${runner}, which is not installed.`,
      advice: `Run \`npm install --save-dev @millwright/${runner}\`.`,
    };
  }
  if (proposal.kind === 'wired')
    return {
      name,
      state: 'problem',
      message: `${file} does not have it: runs are not remembered.`,
      advice: 'Run `e2e init --apply`.',
    };
  return {
    name,
    state: 'warning',
    message: `${file} cannot be read for sure: ${proposal.reason}`,
    advice: proposal.manualInstruction,
  };
}
