import { isBenchmarkMode } from './compat.ts';
import { Guard } from './guard.ts';
import { openRun, type OpenRun } from './open-run.ts';
import { followPlan } from './plan-sequencer.ts';
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

/**
 * Remembers every run of Vitest in the history folder. Prints nothing in the normal case, never throws, and changes neither the
 * run nor its exit code. Every result is on disk when Vitest has told it.
 */
export default class MillwrightReporter {
  readonly #options: VitestReporterOptions;
  readonly #guard = new Guard(say);
  #vitest: VitestInstance | undefined;
  #settings: Settings | undefined;
  #run: OpenRun | undefined;
  #cancelReason: string | undefined;
  #listensForCancel = false;
  #planNote: string | undefined;

  constructor(options: VitestReporterOptions = {}) {
    this.#options = options;
  }

  /** Milliseconds spent in this reporter so far. */
  get selfTimeMs(): number {
    return this.#guard.selfTimeMs;
  }

  onInit(vitest: VitestInstance): void {
    this.#guard.run('onInit', () => {
      if (isSwitchedOff(process.env) || isBenchmarkMode(vitest)) return;
      if (vitest.config.watch) return say('millwright: nothing is recorded in watch mode.');
      this.#settings = settingsOf(vitest, this.#options, process.env, process.cwd());
      this.#vitest = vitest;
      for (const complaint of this.#settings.complaints) say(`millwright: ${complaint}`);
      if (this.#settings.perTestCoverage !== 'off') switchOnPerTestCoverage(vitest);
      const { planFile, root } = this.#settings;
      if (planFile !== undefined) this.#planNote = followPlan(vitest, planFile, { root, cwd: vitest.config.root });
      vitest.onClose?.(() => this.#finishAtClose());
    });
  }

  async onTestRunStart(specifications: readonly VitestSpecification[]): Promise<void> {
    await this.#guard.runAsync('onTestRunStart', async () => {
      if (!this.#vitest || !this.#settings) return;
      await this.#finish();
      this.#cancelReason = undefined;
      this.#listensForCancel = false;
      this.#run = await openRun(this.#vitest, this.#settings, specifications, { ownSetupFiles, say });
      if (this.#planNote !== undefined) this.#run.recorder.addNote(this.#planNote);
    });
  }

  onTestModuleQueued(module: VitestModule): void {
    this.#guard.run('onTestModuleQueued', () => {
      this.#listenForCancel();
      this.#run?.recording.moduleQueued(module);
    });
  }

  onTestModuleCollected(module: VitestModule): void {
    this.#guard.run('onTestModuleCollected', () => {
      this.#run?.recording.moduleCollected(module);
      this.#run?.askGit();
    });
  }

  onTestModuleEnd(module: VitestModule): void {
    this.#guard.run('onTestModuleEnd', () => this.#run?.recording.moduleEnded(module));
  }

  onTestCaseResult(test: VitestTest): void {
    this.#guard.run('onTestCaseResult', () => this.#run?.recording.testEnded(test));
  }

  onUserConsoleLog(log: VitestConsoleLog): void {
    this.#guard.run('onUserConsoleLog', () => this.#run?.recording.printed(log));
  }

  async onCoverage(coverage: unknown): Promise<void> {
    await this.#guard.runAsync('onCoverage', async () => {
      if (!this.#run) return;
      const totals = totalsOf(coverage);
      if (totals) this.#run.recording.coverageCame(totals);
      this.#run.coverageDue = false;
      // Vitest 3 tells coverage after the end of the run, 4 and 5 before it.
      if (this.#run.end) await this.#finish();
    });
  }

  async onTestRunEnd(
    _modules: readonly VitestModule[],
    unhandledErrors: readonly VitestError[],
    reason: string,
  ): Promise<void> {
    await this.#guard.runAsync('onTestRunEnd', async () => {
      const run = this.#run;
      if (!run || !this.#vitest) return;
      run.recording.runEnded(unhandledErrors);
      const counted = this.#vitest.config.dangerouslyIgnoreUnhandledErrors ? 0 : unhandledErrors.length;
      run.end = {
        status: runStatusOf(reason, counted, this.#cancelReason),
        durationMs: Math.round(performance.now() - run.startedMs),
      };
      if (!run.coverageDue) await this.#finish();
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

  async #finishAtClose(): Promise<void> {
    await this.#guard.runAsync('onClose', async () => {
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
    const earlierMs = run.recorder.selfTimeMs;
    const durationMs = Math.round(performance.now() - run.startedMs);
    await run.recorder.finish(run.end ?? { status: 'failed', durationMs });
    this.#guard.count(run.recorder.selfTimeMs - earlierMs);
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
