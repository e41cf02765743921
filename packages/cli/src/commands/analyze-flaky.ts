import { type FlakeStats, UserError } from '@millwright/core';
import { FLAKY_PATTERNS } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { type FlakyAnalysis, analyzeFlaky } from '../flaky/analyze.ts';
import {
  type FileFix,
  readFixes,
  readSuggestions,
  shownFixOf,
  type SuggestedFix,
  writeFixes,
} from '../flaky/fix-findings.ts';
import { readPatternPage } from '../flaky/pattern-page.ts';
import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import { TIMEOUT_TOO_SHORT } from '../flaky/timeout-findings.ts';
import { type VerifiedFixes, verifyFixes } from '../flaky/verify-fixes.ts';
import { interruptible } from '../execution/interruptible.ts';
import type { Command } from '../frame/command.ts';
import { choiceOption, durationOption, flagOption, listOption, ratioOption, textOption } from '../frame/options.ts';
import { renderCount } from '../render/duration.ts';
import { renderFlakyAnalysis } from '../render/flaky-analysis.ts';
import { renderGithubAnnotations } from '../render/github-annotations.ts';
import { renderSarif } from '../render/sarif.ts';
import { renderVerified } from '../render/verified-fixes.ts';

const options = {
  'test-file': listOption('test-file', { describe: 'files or folders to look at (default: every test file)' }),
  fix: flagOption({ describe: 'show the fixes as diffs, and ask whether to write those that are safe' }),
  apply: flagOption({ describe: 'with --fix: write them without asking' }),
  verify: flagOption({
    describe: 'with --fix --apply: prove each fix by runs of its test, and take back what was not proved',
  }),
  'dry-run': flagOption({ describe: 'with --fix: show the diffs and write nothing' }),
  force: flagOption({ describe: 'fix files that have uncommitted changes' }),
  confidence: ratioOption('confidence', {
    describe: 'with --verify: how sure the proof has to be (default: 0.95)',
    above: 0.5,
    below: 1,
  }),
  budget: durationOption('budget', {
    describe: 'with --verify: the wall time that all proofs may take (default: 15m)',
  }),
  config: textOption('config', { describe: "with --verify: the runner's configuration file", alias: 'c' }),
  format: choiceOption('format', { describe: 'how findings are printed', words: ['text', 'sarif', 'github'] }),
} as const;

type Args = Parameters<Command<typeof options>['run']>[1];

const defaultConfidence = 0.95;
const defaultBudgetMs = 15 * 60_000;

/** `e2e analyze-flaky`: what in the code makes tests flake, joined with which tests did. */
export const analyzeFlakyCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e analyze-flaky', 'every test file, joined with the history'],
    ['e2e analyze-flaky --test-file tests/checkout.spec.ts --fix --dry-run', 'the safe fixes of one file as diffs'],
    ['e2e analyze-flaky --fix --apply --verify', 'write the safe fixes that are proved to help'],
    ['e2e analyze-flaky --format sarif --output flaky.sarif', 'a document for code scanning'],
  ],
  async run(context, args) {
    refuseContradictions(args);
    const analysis = await analyzeFlaky(context, args['test-file']);
    const isClean = analysis.findings.every(({ severity }) => severity === 'info') && !analysis.tests.some(isAlarming);
    const suggestions = args.fix === true ? readSuggestions(context, analysis.findings) : [];
    const verified = args.verify === true ? await verify(context, analysis, args) : undefined;
    const fixes = args.fix === true && verified === undefined ? await fix(context, analysis, args) : [];
    return {
      exitCode: verified?.interrupted === true ? 130 : isClean ? 0 : 1,
      document: {
        format: 'millwright/flaky-analysis',
        version: 1,
        ...documentOf(analysis),
        fixes,
        suggestions,
        ...(verified && { heals: verified.heals, untried: verified.untried }),
      },
      text: textOf(args.format, context, analysis, { fixes, suggestions, verified }),
    };
  },
};

/** Shows the safe fixes, and writes them when that was asked for or a person at the terminal says so. */
async function fix(context: Context, { findings }: FlakyAnalysis, args: Args): Promise<readonly FileFix[]> {
  const drafted = readFixes(context, findings);
  const force = args.force === true;
  if (args.apply === true) return writeFixes(context, drafted, { force });
  if (args['dry-run'] !== true && drafted.length > 0) {
    if (await isWanted(context, drafted)) return writeFixes(context, drafted, { force });
    context.say('Nothing was written. `--fix --apply` writes the fixes, `--verify` proves them as well.');
  }
  return drafted.map(shownFixOf);
}

async function isWanted(context: Context, fixes: readonly FileFix[]): Promise<boolean> {
  const { world, json } = context;
  if (world.ask === undefined || json) return false;
  for (const { diff } of fixes) context.say(diff);
  return /^y(?:es)?$/i.test(
    (await world.ask(`Write these fixes to ${renderCount(fixes.length, 'file')}? [y/N] `)).trim(),
  );
}

async function verify(context: Context, { findings }: FlakyAnalysis, args: Args): Promise<VerifiedFixes> {
  const interruption = interruptible();
  try {
    const statsByTest = new Map(findings.flatMap(({ tests }) => tests.map((stats) => [stats.testId, stats])));
    return await verifyFixes(context, findings, statsByTest, {
      confidence: args.confidence ?? defaultConfidence,
      budgetMs: args.budget ?? defaultBudgetMs,
      force: args.force === true,
      isFailureFinal: false,
      config: args.config,
      passThrough: args.passThrough,
      signal: interruption.signal,
    });
  } finally {
    interruption.dispose();
  }
}

/** Each option that only says how another one is done needs that other one. */
const needed = [
  ['dry-run', 'fix'],
  ['apply', 'fix'],
  ['verify', 'apply'],
  ['confidence', 'verify'],
  ['budget', 'verify'],
] as const;

function refuseContradictions(args: Args): void {
  const lacking = needed.find(
    ([name, other]) => args[name] !== undefined && args[name] !== false && args[other] !== true,
  );
  if (lacking !== undefined) {
    const [name, other] = lacking;
    throw new UserError({
      code: 'option-alone',
      message: `Expected \`--${name}\` together with \`--${other}\`.`,
      hint:
        other === 'fix'
          ? 'Without `--fix` nothing is written anyway.'
          : 'Fixes are proved by `--fix --apply --verify`.',
    });
  }
  if (args['dry-run'] !== true || args.apply !== true) return;
  throw new UserError({
    code: 'two-subjects',
    message: 'Expected one of `--dry-run` and `--apply`, got both.',
    hint: '`--dry-run` writes nothing.',
  });
}

/** The findings for a code host, or everything for a person. */
function textOf(
  format: 'text' | 'sarif' | 'github' | undefined,
  context: Context,
  analysis: FlakyAnalysis,
  {
    fixes,
    suggestions,
    verified,
  }: {
    readonly fixes: readonly FileFix[];
    readonly suggestions: readonly SuggestedFix[];
    readonly verified: VerifiedFixes | undefined;
  },
): string {
  if (format === 'sarif') {
    const rules = [...FLAKY_PATTERNS, TIMEOUT_TOO_SHORT].map(({ name, severity }) => ({
      name,
      severity,
      page: readPatternPage(name),
    }));
    return renderSarif(analysis.findings, { rules, prefix: readRepositoryPrefix(context.root) });
  }
  if (format === 'github') return renderGithubAnnotations(analysis.findings, readRepositoryPrefix(context.root));
  return (
    renderFlakyAnalysis(context.paint, analysis, fixes, suggestions) +
    (verified ? renderVerified(context.paint, verified) : '')
  );
}

function isAlarming({ stats }: { readonly stats: FlakeStats }): boolean {
  return stats.state === 'flaky' || stats.state === 'broken' || stats.state === 'regressed';
}

function documentOf(analysis: FlakyAnalysis): Readonly<Record<string, unknown>> {
  return { ...analysis, tests: analysis.tests.map(({ test, stats, cost }) => ({ test, stats, cost })) };
}
