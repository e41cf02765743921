import { checkBrowser } from './browser.ts';
import type { Check } from './check.ts';
import { checkConfig } from './config.ts';
import { checkGit } from './git.ts';
import { checkHistory } from './history.ts';
import { checkNode } from './node.ts';
import { checkRedaction } from './redaction.ts';
import { checkRunners } from './runners.ts';

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  checkNode,
  checkConfig,
  checkRunners,
  checkRedaction,
  checkBrowser,
  checkGit,
  checkHistory,
];
