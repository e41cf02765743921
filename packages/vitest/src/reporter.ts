import type { ShardCut } from '@millwright/core/record';
import { Failsafe } from '@millwright/history/recorder';

import { isBenchmarkMode, isOnlyMeasuredOtherwise } from './compat.ts';
import { type FollowedRun, leftOutSetupFile, openFollowedPlan } from './followed-plan.ts';
import { openRun, type OpenRun } from './open-run.ts';
import { followPlan } from './plan-sequencer.ts';
import { forgiveExitCode, isQuarantineOn, judgeByQuarantine } from './quarantine.ts';
import { runStatusOf } from './run-recording.ts';
import type {
  VitestConsoleLog,
  VitestError,
  VitestInstance,
  VitestModule,
  VitestSpecification,
  VitestTest,
} from './runner-api.ts';
import { isSwitchedOff, settingsOf, type Settings, type VitestReporterOptions } from './settings.ts';
import { ownSetupFiles, switchOnPerTestCoverage } from './per-test-coverage.ts';
import { watchStopSignals } from './watch-stop-signals.ts';

/**
 * Remembers every run of Vitest in the history folder. Prints nothing in the normal case, never throws, and changes neither the
 * run nor, unless a `quarantine.json` beside the config tells it to, its exit code. Every result is on disk when Vitest has told it.
 */
export default class MillwrightReporter {
  readonly #options: VitestReporterOptions;
  readonly #failsafe = new Failsafe(say);
  #vitest: VitestInstance | undefined;
  #settings: Settings | undefined;
  #run: OpenRun | undefined;
  #cancelReason: string | undefined;
  #listensForCancel = false;
  /** Modules that the run is to come to, as far as the plan's sequencer was told. */
  readonly #due = new Set<string>();
  #unwatchSignals: () => void = () => undefined;
  #plan: FollowedRun | undefined;
  /** What our sequencers tell, between the start of a run and its first file. */
  readonly #sequencing = {
    onSorted: (specifications: readonly VitestSpecification[]): void => {
      for (const { moduleId } of specifications) this.#due.add(moduleId);
    },
    onCut: (cut: ShardCut): void => this.#failsafe.run('how the shard was cut', () => this.#run?.recorder.addCut(cut)),
  };
  /** What the set-up means for what will be known of the runs. */
  #notes: string[] = [];

  constructor(options: VitestReporterOptions = {}) {
    this.#options = options;
  }

  /** Milliseconds spent in this reporter so far. */
  get selfTimeMs(): number {
    return this.#failsafe.selfTimeMs;
  }

  async onInit(vitest: VitestInstance): Promise<void> {
    await this.#failsafe.runAsync('this run', async () => {
      if (isSwitchedOff(process.env) || isBenchmarkMode(vitest)) return;
      if (vitest.config.watch) return say('millwright: nothing is recorded in watch mode.');
      this.#settings = settingsOf(vitest, this.#options, process.env, process.cwd());
      this.#vitest = vitest;
      for (const complaint of this.#settings.complaints) say(`millwright: ${complaint}`);
      this.#notes = switchOnPerTestCoverage(vitest, this.#settings.perTestCoverage, process.env);
      for (const note of this.#notes) say(`millwright: ${note}`);
      const { planFile, root } = this.#settings;
      const planNote = planFile && followPlan(vitest, planFile, { root, cwd: vitest.config.root }, this.#sequencing);
      if (planNote) this.#notes.push(planNote);
      vitest.onClose?.(() => this.#finishAtClose());
      await this.#openFollowedPlan(vitest, this.#settings);
    });
  }

  async #openFollowedPlan(vitest: VitestInstance, { strategy, root, dir }: Settings): Promise<void> {
    if (strategy === undefined || vitest.config.mergeReports) return;
    const plan = await openFollowedPlan(vitest, { strategy, root, dir }, this.#sequencing);
    if (!('problem' in plan)) {
      this.#plan = plan;
      return;
    }
    say(`millwright: ${plan.problem}`);
    this.#notes.push(plan.problem);
  }

  /** Before the first file starts: the last moment to judge the plan, and the first at which all files are known. */
  #beginPlan({ recorder }: OpenRun, specifications: readonly VitestSpecification[]): void {
    const plan = this.#plan;
    if (!plan) return;
    const { leavesOut, sentences } = plan.begin(specifications);
    recorder.amendHeader({ strategyId: plan.strategyId, ...(leavesOut ? { partial: true } : {}) });
    this.#tell(recorder, sentences);
  }

  #tell(recorder: OpenRun['recorder'], sentences: readonly string[]): void {
    for (const sentence of sentences) {
      say(`millwright: ${sentence}`);
      recorder.addNote(sentence);
    }
  }

  async onTestRunStart(specifications: readonly VitestSpecification[]): Promise<void> {
    await this.#failsafe.runAsync('this run', async () => {
      if (!this.#vitest || !this.#settings) return;
      await this.#finish();
      if (isOnlyMeasuredOtherwise(specifications)) return;
      this.#cancelReason = undefined;
      this.#listensForCancel = false;
      this.#due.clear();
      const run = await openRun(this.#vitest, this.#settings, specifications, {
        ownSetupFiles: [...ownSetupFiles, leftOutSetupFile],
        say,
      });
      this.#run = run;
      this.#unwatchSignals = watchStopSignals(() => this.#interrupted(run));
      for (const sentence of this.#notes) run.recorder.addNote(sentence);
      this.#beginPlan(run, specifications);
    });
  }

  onTestModuleQueued(module: VitestModule): void {
    this.#failsafe.run('the start of a file', () => {
      this.#listenForCancel();
      this.#run?.recording.moduleQueued(module);
    });
  }

  onTestModuleCollected(module: VitestModule): void {
    this.#failsafe.run('the tests of a file', () => {
      this.#run?.recording.moduleCollected(module);
      this.#run?.askGit();
    });
  }

  onTestModuleEnd(module: VitestModule): void {
    this.#failsafe.run('the end of a file', () => this.#run?.recording.moduleEnded(module));
  }

  onTestCaseResult(test: VitestTest): void {
    this.#failsafe.run('the result of a test', () => this.#run?.recording.testEnded(test));
  }

  onUserConsoleLog(log: VitestConsoleLog): void {
    this.#failsafe.run('what a test printed', () => this.#run?.recording.printed(log));
  }

  async onCoverage(coverage: unknown): Promise<void> {
    await this.#failsafe.runAsync('the coverage', async () => {
      if (!this.#run) return;
      const totals = totalsOf(coverage);
      if (totals) this.#run.recording.coverageCame(totals);
      this.#run.coverageDue = false;
      // Vitest 3 tells coverage after the end of the run, 4 and 5 before it.
      if (this.#run.end) await this.#finish();
    });
  }

  async onTestRunEnd(
    modules: readonly VitestModule[],
    unhandledErrors: readonly VitestError[],
    reason: string,
  ): Promise<void> {
    await this.#failsafe.runAsync('the end of the run', async () => {
      const run = this.#run;
      if (!run || !this.#vitest) return;
      const counted = this.#vitest.config.dangerouslyIgnoreUnhandledErrors ? 0 : unhandledErrors.length;
      run.end = { status: runStatusOf(reason, counted, this.#cancelReason), durationMs: run.durationMs() };
      this.#failsafe.run('what was left at the end', () => {
        run.recording.runEnded(unhandledErrors);
        const unstartedFiles = run.recording.unstartedFilesOf(this.#due, modules);
        if (unstartedFiles.length > 0) run.recorder.amendHeader({ unstartedFiles });
        this.#tell(run.recorder, this.#plan?.leftOutLine(run.recording.leftOutNotes) ?? []);
      });
      await this.#judge(run, modules, counted, reason);
      if (!run.coverageDue) await this.#finish();
    });
  }

  /** Judged in doubt, a run stays as it is. */
  async #judge(
    { recording, recorder }: OpenRun,
    modules: readonly VitestModule[],
    errorCount: number,
    reason: string,
  ): Promise<void> {
    const vitest = this.#vitest;
    const settings = this.#settings;
    if (!vitest || !settings || !isQuarantineOn(settings, process.env)) return;
    await this.#failsafe.runAsync('what quarantine forgives', async () => {
      const ended = { vitest, settings, recording, modules, errorCount, reason };
      const { forgiven, lines } = await judgeByQuarantine(ended);
      for (const line of lines) {
        say(`millwright: ${line}`);
        recorder.addNote(line.trim());
      }
      if (forgiven) forgiveExitCode();
    });
  }

  /** Vitest forgets its listeners at the start of a run, after telling reporters of it, so this waits for the first file. */
  #listenForCancel(): void {
    if (this.#listensForCancel) return;
    this.#listensForCancel = true;
    this.#vitest?.onCancel?.((reason) => {
      this.#cancelReason = reason;
    });
  }

  /** Vitest is about to exit and will tell nothing more; a run that had ended by then is only not sealed yet. */
  #interrupted(run: OpenRun): void {
    this.#run = undefined;
    this.#failsafe.run('the interruption', () => {
      const end = run.end ?? { status: 'interrupted', durationMs: run.durationMs() };
      // First of all, because whoever sends a second signal does not wait.
      run.recorder.endAtOnce(end);
      if (!run.end) run.recording.interrupted();
    });
  }

  async #finishAtClose(): Promise<void> {
    await this.#failsafe.runAsync('the end of the run', async () => {
      if (this.#run && !this.#run.end) {
        this.#run.recording.runEnded([]);
        this.#run.recorder.addNote('Vitest closed without telling how the run ended.');
      }
      await this.#finish();
    });
  }

  async #finish(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    this.#run = undefined;
    await run.factsAmended();
    for (const sentence of this.#failsafe.mishaps) run.recorder.addNote(sentence);
    await run.recorder.finish(run.end ?? { status: 'failed', durationMs: run.durationMs() });
    this.#unwatchSignals();
    this.#failsafe.count(run.recorder.sealTimeMs);
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The plain data of an istanbul coverage map. */
function totalsOf(coverage: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof coverage !== 'object' || coverage === null) return undefined;
  const map = coverage as { toJSON?: () => Record<string, unknown>; data?: Record<string, unknown> };
  return map.toJSON?.() ?? map.data;
}
