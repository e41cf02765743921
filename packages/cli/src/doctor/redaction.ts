import { basename } from 'node:path';

import { redactionPatternsOf } from '@millwright/history';
import { reporterRedactionOf } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { readSourceFile } from '../wiring/edit-file.ts';
import { type RunnerConfigFile, findRunnerConfigs } from '../wiring/find-configs.ts';
import type { CheckResult } from './check.ts';

type Configured = Pick<Context, 'root' | 'config' | 'configFile'>;

/**
 * Whether the `redact` patterns of the configuration also stand in the options of the reporters: a run that the user
 * starts without `e2e` knows only those. No message holds a pattern, which may be the secret itself.
 */
export async function checkRedaction(context: Configured): Promise<readonly CheckResult[]> {
  if (context.config.redact.length === 0) return [];
  return findRunnerConfigs(context.root).flatMap((config) => redactionOf(context, config));
}

function redactionOf({ root, config, configFile }: Configured, { runner, file }: RunnerConfigFile): CheckResult[] {
  const name = `${runner} redaction`;
  const home = configFile === undefined ? 'the configuration' : basename(configFile);
  const redaction = reporterRedactionOf({ path: file, text: readSourceFile(root, file), runner });
  // That the reporter is missing is told by the check of the runners.
  if (redaction.kind === 'absent') return [];
  if (redaction.kind === 'unknown') {
    return [
      {
        name,
        state: 'warning',
        message: `Whether ${file} redacts what ${home} does cannot be read for sure: ${redaction.reason}.`,
        advice: `Compare the option \`redact\` of @millwright/${runner} with the \`redact\` of ${home} by hand: a run that you start without \`e2e\` knows only the former.`,
      },
    ];
  }
  // Vitest's reporter takes every text as it is; only Playwright's, like the configuration, reads `/…/flags` in a text.
  const written = runner === 'playwright' ? redactionPatternsOf(redaction.entries) : redaction.entries;
  const carried = new Set(written.map(identityOf));
  const wanted = redactionPatternsOf(config.redact);
  const missing = wanted.filter((pattern) => !carried.has(identityOf(pattern))).length;
  if (missing === 0) return [{ name, state: 'ok', message: `${file} has every \`redact\` pattern of ${home}` }];
  return [
    {
      name,
      state: 'warning',
      message: `${missing} of ${wanted.length} \`redact\` patterns of ${home} are not in ${file}: a run that you start without \`e2e\` writes what they stand for.`,
      advice: `Add them to the reporter's own options: \`['@millwright/${runner}', { redact: [${exampleOf(runner)}] }]\`.`,
    },
  ];
}

function exampleOf(runner: RunnerConfigFile['runner']): string {
  return runner === 'playwright' ? "'a text', '/a pattern/i'" : "'a text', /a pattern/i";
}

/** A text and a regular expression of the same letters take out different things. */
function identityOf(pattern: string | RegExp): string {
  return `${typeof pattern} ${String(pattern)}`;
}
