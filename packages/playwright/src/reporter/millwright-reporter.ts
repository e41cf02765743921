import type { RunForgiveness } from '@millwright/history';
import { Failsafe } from '@millwright/history/recorder';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from '@playwright/test/reporter';

import { type InjectedOptions, type PreprocessedRun, isInteractive } from '../compat.ts';
import { type CaptureChannel, openCaptureChannel } from '../capture/capture-channel.ts';
import { openFollowedPlan } from './followed-plan.ts';
import { type OpenRun, openRun } from './open-run.ts';
import { isQuarantineOn, judgeByQuarantine } from './quarantine.ts';
import {
  type MillwrightReporterOptions,
  type ResolvedOptions,
  isOff,
  resolveReporterOptions,
} from './reporter-options.ts';
import { type RunPlan, openRunPlan } from './run-plan.ts';

/** About a millisecond's work. */
const preparedAtOnce = 50;

/**
 * Remembers every attempt of every test in the `.millwright` folder beside the config. Add it to `reporter` in
 * `playwright.config.ts`; nothing else changes. It prints nothing on stdout, never throws, and never changes the outcome, unless a
 * `quarantine.json` beside the config tells it to.
 */
export class MillwrightReporter implements Reporter {
  readonly #failsafe = new Failsafe(say, process.env['MILLWRIGHT_DEBUG'] === 'time' ? cpuReader() : undefined);
  #options: ResolvedOptions | undefined;
  #run: OpenRun | undefined;
  #channel: CaptureChannel | undefined;
  #plan: RunPlan | undefined;
  #begun: { readonly config: FullConfig; readonly suite: Suite } | undefined;
  #errorCount = 0;
  /** There only when `MILLWRIGHT_PLAN_FILE` or the option names a plan; without one nobody touches the run. */
  declare preprocess?: (run: PreprocessedRun) => Promise<void>;

  constructor(options: MillwrightReporterOptions = {}) {
    this.#failsafe.run('this run', () => {
      const resolved = resolveReporterOptions(options, process.env, process.cwd());
      if (
        isOff(process.env['MILLWRIGHT']) ||
        resolved.mode === 'list' ||
        isInteractive(options as InjectedOptions, process.argv)
      )
        return;
      for (const complaint of resolved.complaints) say(`millwright: ${complaint}`);
      this.#options = resolved;
      if (resolved.mode === 'test' && isCaptureWanted(resolved)) this.#channel = tryOpenChannel(resolved);
      if (resolved.mode === 'test') this.#openPlan(resolved);
    });
  }

  #openPlan({ planFile, strategy, dir, root }: ResolvedOptions): void {
    const followed = strategy === undefined ? undefined : openFollowedPlan({ strategy, dir, root, say });
    const plan = planFile === undefined ? followed : openRunPlan(planFile, root);
    if (!plan) return;
    this.#plan = plan;
    this.preprocess = (run) => plan.preprocess(run);
  }

  /** False, so that Playwright's own terminal reporter stays where it was. */
  printsToStdio(): boolean {
    return false;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    const options = this.#options;
    if (!options) return;
    this.#begun = { config, suite };
    this.#failsafe.run('this run', () => {
      this.#run = openRun(options, config, suite, { channel: this.#channel, plan: this.#plan, say });
    });
    if (this.#run) this.#prepareTests(suite.allTests());
  }

  /**
   * A few tests at a time while the workers start and this process waits: all together cost a fraction of one by one between results,
   * when every line of ours runs cold.
   */
  #prepareTests(tests: readonly TestCase[]): void {
    setImmediate(() => {
      const recording = this.#run?.recording;
      if (!recording) return;
      this.#failsafe.run('which tests there are', () => recording.prepareTests(tests.slice(0, preparedAtOnce)));
      if (tests.length > preparedAtOnce) this.#prepareTests(tests.slice(preparedAtOnce));
    });
  }

  onTestBegin(test: TestCase, result: TestResult): void {
    const recording = this.#run?.recording;
    if (recording) this.#failsafe.run('the start of a test', () => recording.testBegan(test, result));
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const recording = this.#run?.recording;
    if (recording) this.#failsafe.run('the result of a test', () => recording.testEnded(test, result));
  }

  onError(error: TestError): void {
    this.#errorCount += 1;
    const recording = this.#run?.recording;
    if (recording) this.#failsafe.run('an error of the run', () => recording.runnerFailed(error));
  }

  async onEnd(result: FullResult): Promise<{ status: 'passed' } | undefined> {
    const run = this.#run;
    this.#run = undefined;
    const verdict = run && (await this.#judge(run, result));
    const lastWords = (): readonly string[] => [
      ...this.#failsafe.mishaps,
      ...(verdict?.lines ?? []).map((line) => line.trim()),
    ];
    if (run) await this.#failsafe.runAsync('the end of the run', () => run.finish(result, lastWords()));
    this.#failsafe.run('the end of capture', () => this.#channel?.close());
    if (run) this.#failsafe.run('its own time', () => this.#tellTime(run));
    return verdict?.forgiven === true ? { status: 'passed' } : undefined;
  }

  /** What quarantine says of the run; undefined when it has no say. Judged in doubt, a run stays as it is. */
  async #judge({ recording }: OpenRun, result: FullResult): Promise<RunForgiveness | undefined> {
    const options = this.#options;
    const begun = this.#begun;
    if (!options || !begun || !isQuarantineOn(options, process.env)) return undefined;
    return this.#failsafe.runAsync('what quarantine forgives', async () => {
      const verdict = await judgeByQuarantine({ options, ...begun, recording, result, errorCount: this.#errorCount });
      for (const line of verdict.lines) say(`millwright: ${line}`);
      return verdict;
    });
  }

  /** With `MILLWRIGHT_DEBUG=time`: one JSON line on stderr, which the overhead bench reads. */
  #tellTime(run: OpenRun): void {
    if (process.env['MILLWRIGHT_DEBUG'] !== 'time') return;
    this.#failsafe.count(run.sealTimeMs());
    const time = {
      results: run.recording.resultCount,
      selfTimeMs: this.#failsafe.selfTimeMs,
      selfCpuMs: this.#failsafe.selfCpuMs,
    };
    say(`millwright: ${JSON.stringify(time)}`);
  }
}

/** A proof looks into the workers even where nothing else does. */
function isCaptureWanted({ capture, coverage, elements, proofFile }: ResolvedOptions): boolean {
  return proofFile !== undefined || (capture && (coverage !== 'off' || elements !== false));
}

/** Without a folder to write to there is nothing to capture into; the recorder says so for both. */
function tryOpenChannel({ dir, coverage, elements, isExperiment }: ResolvedOptions): CaptureChannel | undefined {
  try {
    const remembering = elements === 'pictures' ? elements : 'on';
    const wanted = isExperiment ? 'pages' : remembering;
    return openCaptureChannel(dir, { coverage, elements: elements === false ? 'off' : wanted }, process.env);
  } catch {
    return undefined;
  }
}

/** Undefined where Node cannot tell the time of one thread (before 23.9). */
function cpuReader(): (() => number) | undefined {
  if (typeof process.threadCpuUsage !== 'function') return undefined;
  return () => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
