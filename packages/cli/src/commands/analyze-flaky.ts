import { type FlakeStats, UserError } from '@millwright/core';
import { FLAKY_PATTERNS } from '@millwright/source';

import type { Context } from '../context/context.ts';
import { type FlakyAnalysis, analyzeFlaky } from '../flaky/analyze.ts';
import { type FileFix, fixFindings } from '../flaky/fix-findings.ts';
import { readPatternPage } from '../flaky/pattern-page.ts';
import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import { TIMEOUT_TOO_SHORT } from '../flaky/timeout-findings.ts';
import type { Command } from '../frame/command.ts';
import { choiceOption, flagOption, listOption } from '../frame/options.ts';
import { renderFlakyAnalysis } from '../render/flaky-analysis.ts';
import { renderGithubAnnotations } from '../render/github-annotations.ts';
import { renderSarif } from '../render/sarif.ts';

const options = {
  'test-file': listOption('test-file', { describe: 'files or folders to look at (default: every test file)' }),
  fix: flagOption({ describe: 'write the fixes that are safe; with --dry-run only show their diffs' }),
  'dry-run': flagOption({ describe: 'show the diffs of the safe fixes and write nothing' }),
  force: flagOption({ describe: 'fix files that have uncommitted changes' }),
  format: choiceOption('format', { describe: 'how findings are printed', words: ['text', 'sarif', 'github'] }),
} as const;

/** `e2e analyze-flaky`: what in the code makes tests flake, joined with which tests did. */
export const analyzeFlakyCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e analyze-flaky', 'every test file, joined with the history'],
    ['e2e analyze-flaky --test-file tests/checkout.spec.ts --fix --dry-run', 'the safe fixes of one file as diffs'],
    ['e2e analyze-flaky --format sarif --output flaky.sarif', 'a document for code scanning'],
  ],
  async run(context, args) {
    if (args['dry-run'] === true && args.fix !== true) {
      throw new UserError({
        code: 'dry-run-alone',
        message: 'Expected `--dry-run` together with `--fix`.',
        hint: 'Without `--fix` nothing is written anyway.',
      });
    }
    const analysis = await analyzeFlaky(context, args['test-file']);
    const fixes =
      args.fix === true
        ? await fixFindings(context, analysis.findings, { write: args['dry-run'] !== true, force: args.force === true })
        : [];
    return {
      exitCode:
        analysis.findings.some(({ severity }) => severity !== 'info') || analysis.tests.some(isAlarming) ? 1 : 0,
      document: { format: 'millwright/flaky-analysis', version: 1, ...documentOf(analysis), fixes },
      text: textOf(args.format, context, analysis, fixes),
    };
  },
};

/** The findings for a code host, or everything for a person. */
function textOf(
  format: 'text' | 'sarif' | 'github' | undefined,
  context: Context,
  analysis: FlakyAnalysis,
  fixes: readonly FileFix[],
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
  return renderFlakyAnalysis(context.paint, analysis, fixes);
}

function isAlarming({ stats }: { readonly stats: FlakeStats }): boolean {
  return stats.state === 'flaky' || stats.state === 'broken' || stats.state === 'regressed';
}

function documentOf(analysis: FlakyAnalysis): Readonly<Record<string, unknown>> {
  return { ...analysis, tests: analysis.tests.map(({ test, stats, cost }) => ({ test, stats, cost })) };
}
