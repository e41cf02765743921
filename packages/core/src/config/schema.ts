import { z } from 'zod';

import { defaultCriticalWords } from '../plan/critical-words.ts';
import { amount, expecting, flag, ratio, text, wholeNumber } from './expectations.ts';

const service = expecting(
  z.strictObject({
    name: text().describe('Name of the service.'),
    root: text().describe('Folder of the service, relative to the project root.'),
  }),
  'a service such as { name: "orders", root: "services/orders" }',
);

const runner = (
  name: string,
): z.ZodPrefault<
  z.ZodObject<{ config: z.ZodOptional<z.ZodString>; command: z.ZodOptional<z.ZodArray<z.ZodString>> }, z.core.$strict>
> =>
  z
    .strictObject({
      config: text().optional().describe(`Path of the ${name} config; found beside this file when absent.`),
      command: expecting(z.array(text()).min(1), 'a list of words such as ["npx", "playwright", "test"]')
        .optional()
        .describe(`Command that starts ${name}, when it is not the local installation.`),
    })
    .prefault({});

const ofPriority = (priority: string): z.ZodOptional<z.ZodNumber> =>
  ratio().optional().describe(`For services of the priority ${priority}.`);

const coverageTargetRatio = expecting(
  z.union([
    ratio(),
    z.strictObject({
      Critical: ofPriority('Critical'),
      High: ofPriority('High'),
      Medium: ofPriority('Medium'),
      Low: ofPriority('Low'),
    }),
  ]),
  'a number from 0 to 1, or one for each priority such as { Critical: 1, Low: 0.5 }',
);

const retry = z
  .strictObject({
    maxAttempts: wholeNumber(1, 10).default(4).describe('Tries of one test altogether, the first included.'),
    baseDelayMs: wholeNumber(0).default(1000).describe('Milliseconds before the first retry; later ones grow from it.'),
    maxDelayMs: wholeNumber(0)
      .default(30_000)
      .describe(
        'Longest wait before a retry, in milliseconds. When a server asks for a longer one (`Retry-After`), there is no retry.',
      ),
    greenMinutes: amount()
      .default(28)
      .describe('Minutes that a green saves: somebody would have to look at the failure.'),
    waitingCost: amount().default(3).describe('Minutes that one minute of waiting for a retry costs.'),
    budgetRatio: ratio()
      .default(0.05)
      .describe('Retries of one execution take at most this share of the time of its first tries …'),
    budgetMinMs: wholeNumber(0).default(60_000).describe('… or so many milliseconds, whichever is more.'),
    massFailureRatio: ratio()
      .default(0.3)
      .describe('No retries while more than five tests and more than this share of those that ran fail.'),
  })
  .prefault({});

const gate = z
  .strictObject({
    maxUnexpected: wholeNumber(0).default(0).describe('Unexpected tests that the gate tolerates.'),
    maxFlakyRatio: ratio().optional().describe('Largest share of flaky among the executed tests.'),
    minPassRatio: ratio().optional().describe('Smallest share of good among the executed tests.'),
    maxDurationMs: wholeNumber(1).optional().describe('Longest wall time in milliseconds.'),
    minTests: wholeNumber(0).default(1).describe('Tests that must have been executed at least.'),
    allowPending: flag().default(false).describe('Whether planned tests may stay without a start.'),
    newTestsAreStable: expecting(z.enum(['off', 'warn', 'fail']), '"off", "warn" or "fail"')
      .default('warn')
      .describe('What it means when a new or changed test failed a stress run.'),
  })
  .prefault({});

/** The configuration, key by key, each with description and default: the source of messages, types, docs and JSON schema. */
export const configSchema = z.strictObject({
  dir: text().default('.millwright').describe('Folder of the history, relative to the project root.'),
  services: expecting(z.array(service), 'a list of services')
    .default([])
    .describe('Services of the product, in addition to those that are found.'),
  criticalWords: expecting(z.record(z.string(), ratio()), 'an object of words with weights from 0 to 1')
    .default({ ...defaultCriticalWords })
    .describe(
      'Words in titles, paths and endpoints that mark business risk, with weights from 0 to 1. Replaces the built-in list.',
    ),
  enableSelfHealing: flag()
    .default(true)
    .describe('Whether repairs of flaky tests are proposed while a plan is carried out.'),
  enableIntelligentRetry: flag()
    .default(true)
    .describe('Whether failures are retried when another try can change the result.'),
  enableAutoDebug: flag().default(true).describe('Whether a run ends with the causes of its failures.'),
  stressNewTests: flag()
    .default(true)
    .describe(
      'Whether new and changed tests that passed are run again, up to ten times, to see whether they flake. Off by itself where nothing is remembered yet, and where more than 30 % of the tests are new.',
    ),
  stressBudgetMs: wholeNumber(0)
    .default(120_000)
    .describe('Longest time for all stress runs of one execution together, in milliseconds.'),
  trustSelection: flag()
    .default(false)
    .describe(
      'Whether `plan-strategy --select` may skip tests in CI before 59 executions were observed in which it would have missed nothing.',
    ),
  enableRiskPrioritization: flag().default(true).describe('Whether tests run in the order of their risk.'),
  maxAutoFixAttempts: wholeNumber(0, 20)
    .default(3)
    .describe(
      'Most repairs tried for one test in one execution, and most tries of the same repair over all executions: after so many that did not help, it is given up until the file of the test changes. 0 proposes none.',
    ),
  autoApplyFixes: flag()
    .default(false)
    .describe(
      'Whether repairs are written to the files, proved by re-runs, and taken back when the proof fails, without asking.',
    ),
  parallelWorkers: wholeNumber(1)
    .optional()
    .describe(
      'Workers that run tests side by side. Without it the configuration of the runner decides, else what the machine bears.',
    ),
  historyRetentionDays: wholeNumber(1)
    .default(30)
    .describe('Days for which raw runs are kept. Also accepted as `history.retentionDays`.'),
  learningEnabled: flag().default(true).describe('Whether plans, retries and repairs use what earlier runs taught.'),
  minConfidenceForAutoFix: ratio()
    .default(0.8)
    .describe('Smallest probability at which a repair may be applied by itself.'),
  coverageTargetRatio: coverageTargetRatio
    .default(0.8)
    .describe(
      'Share of the endpoints of a service that a plan should reach. One for each priority asks more of what matters more: a service has the highest priority of the tests that aim at it, and a priority that is left out has 0.8.',
    ),
  retry: retry.describe('Bounds of retrying.'),
  gate: gate.describe('Limits that decide the exit code.'),
  redact: expecting(
    z.array(expecting(z.union([z.string().min(1), z.instanceof(RegExp)]), 'a text or a regular expression')),
    'a list of texts and regular expressions',
  )
    .default([])
    .describe(
      'Secrets to take out of everything that `e2e` and the runs it starts store, beside those found in the environment; `/…/flags` is a regular expression. A run that you start yourself takes the `redact` option of its reporter; `e2e doctor` warns when that lacks one of these.',
    ),
  runners: z
    .strictObject({
      playwright: runner('Playwright').describe('How Playwright is started.'),
      vitest: runner('Vitest').describe('How Vitest is started.'),
    })
    .prefault({})
    .describe('How the runners are started.'),
  env: expecting(z.record(z.string(), z.string()), 'an object of texts')
    .default({})
    .describe('Environment variables that the runners get in addition.'),
});
