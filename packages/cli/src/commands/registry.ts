import type { CommandEntry } from '../frame/command.ts';

/** Every command of `e2e`, in the order of `e2e --help`. A new one is a file beside this and an entry here. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'wire the reporter into a Playwright or Vitest config (shows the diff first)',
    load: async () => (await import('./init.ts')).initCommand,
  },
  {
    name: 'doctor',
    summary: 'check versions, configuration, browser and history, with a way out of each problem',
    load: async () => (await import('./doctor.ts')).doctorCommand,
  },
  {
    name: 'manifest',
    summary: 'map the project: services, endpoints, tests and what they reach',
    load: async () => (await import('./manifest.ts')).manifestCommand,
  },
  {
    name: 'plan-strategy',
    summary: 'decide which tests to run, in which order and side by side with which',
    load: async () => (await import('./plan-strategy.ts')).planStrategyCommand,
  },
  {
    name: 'predictions',
    summary: 'how good the told probabilities of failures were, and which model speaks now',
    load: async () => (await import('./predictions.ts')).predictionsCommand,
  },
  {
    name: 'simulate',
    summary: 'replay the remembered runs: what a planned order would have saved, and what it would have missed',
    load: async () => (await import('./simulate.ts')).simulateCommand,
  },
  {
    name: 'timings',
    summary: 'write down what tests take, so that all machines split the suite alike (shows the diff first)',
    load: async () => (await import('./timings.ts')).timingsCommand,
  },
  {
    name: 'autonomous-run',
    summary: 'carry a strategy out with the real runners, and sum up what failed',
    load: async () => (await import('./autonomous-run.ts')).autonomousRunCommand,
  },
  {
    name: 'analyze-flaky',
    summary: 'find flaky patterns in test code, joined with what the history says',
    load: async () => (await import('./analyze-flaky.ts')).analyzeFlakyCommand,
  },
  {
    name: 'flake-lab',
    summary: 'find out by experiment which circumstance makes a test fail',
    load: async () => (await import('./flake-lab.ts')).flakeLabCommand,
  },
  {
    name: 'isolate',
    summary: 'find the other tests that make a test fail when they run before it',
    load: async () => (await import('./isolate.ts')).isolateCommand,
  },
  {
    name: 'bisect',
    summary: 'find the commit that broke a test, flaky or not',
    load: async () => (await import('./bisect.ts')).bisectCommand,
  },
  {
    name: 'debug-execution',
    summary: 'explain the failures of a run or an execution, one entry per cause',
    load: async () => (await import('./debug-execution.ts')).debugExecutionCommand,
  },
  {
    name: 'heal',
    summary: 'repair tests that a changed locator broke, each with its proof; nothing is written without --apply',
    load: async () => (await import('./heal/heal.ts')).healCommand,
  },
  {
    name: 'heal apply',
    summary: 'take a repair that was left to a person, once its proof holds again',
    load: async () => (await import('./heal/apply.ts')).healApplyCommand,
  },
  {
    name: 'heal revert',
    summary: 'take an applied repair out of its file',
    load: async () => (await import('./heal/revert.ts')).healRevertCommand,
  },
  {
    name: 'healing-stats',
    summary: 'what was healed, how it was proved, what became of it',
    load: async () => (await import('./healing-stats.ts')).healingStatsCommand,
  },
  {
    name: 'quarantine add',
    summary: 'let a flaky test run without failing the run, for a while (shows the diff first)',
    load: async () => (await import('./quarantine/add.ts')).quarantineAddCommand,
  },
  {
    name: 'quarantine list',
    summary: 'quarantined tests: state, cost, days left, how near to release',
    load: async () => (await import('./quarantine/list.ts')).quarantineListCommand,
  },
  {
    name: 'quarantine release',
    summary: 'end the quarantine of tests that proved good, or of one by hand',
    load: async () => (await import('./quarantine/release.ts')).quarantineReleaseCommand,
  },
  {
    name: 'quarantine check',
    summary: 'fail when an entry is overdue, too expensive or names no test',
    load: async () => (await import('./quarantine/check.ts')).quarantineCheckCommand,
  },
  {
    name: 'retry-policy show',
    summary: 'whether, how often and after what wait a failure would be tried again, and why',
    load: async () => (await import('./retry-policy/show.ts')).retryPolicyShowCommand,
  },
  {
    name: 'retry-policy export',
    summary: 'retries per file and test as JSON, for the configuration of a runner',
    load: async () => (await import('./retry-policy/export.ts')).retryPolicyExportCommand,
  },
  {
    name: 'history list',
    summary: 'runs and shards, newest first',
    load: async () => (await import('./history/list.ts')).historyListCommand,
  },
  {
    name: 'history show',
    summary: 'one run: facts, outcomes, failures',
    load: async () => (await import('./history/show.ts')).historyShowCommand,
  },
  {
    name: 'history merge',
    summary: 'unite other history folders (shards, CI artifacts) with this one',
    load: async () => (await import('./history/merge.ts')).historyMergeCommand,
  },
  {
    name: 'history import',
    summary: 'take over runs from Playwright JSON or blob, JUnit, CTRF or Allure reports',
    load: async () => (await import('./history/import.ts')).historyImportCommand,
  },
  {
    name: 'history export',
    summary: 'write runs as CTRF, JUnit or JSON Lines',
    load: async () => (await import('./history/export.ts')).historyExportCommand,
  },
  {
    name: 'history prune',
    summary: 'remove raw runs beyond the retention',
    load: async () => (await import('./history/prune.ts')).historyPruneCommand,
  },
  {
    name: 'history verify',
    summary: 'check every document and reference',
    load: async () => (await import('./history/verify.ts')).historyVerifyCommand,
  },
];
