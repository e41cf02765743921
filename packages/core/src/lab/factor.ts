import type { OwnRunner } from '../model/test.ts';

/** A moment on the wall clock of the place where a test runs. */
export interface LocalMoment {
  readonly month?: number;
  readonly day?: number;
  readonly hour: number;
  readonly minute: number;
}

/** What is changed in the pages of a browser test. */
export interface PageConditions {
  /** So many times slower than the machine allows. Chromium only. */
  readonly cpuSlowdown?: number;
  /** Least time between a request and its answer. Chromium only. */
  readonly latencyMs?: number;
  /** False: no animations and no transitions. */
  readonly animations?: false;
  /** Share of the requests that fail with a broken connection; documents, scripts and styles always arrive. */
  readonly lossRatio?: number;
  /** `still`: `Date` in the page tells one moment for the whole test; timers go on. */
  readonly clock?: 'still';
}

/** Under which circumstances the lab runs its suspect. Everything that is not named stays as the project has it. */
export interface Circumstances {
  /**
   * Which tests run as well: those of its file (`file`), none (`alone`), the other test files before it in the same worker
   * (`after-others`), or the other test files in other workers at the same time (`beside-others`).
   */
  readonly company: 'file' | 'alone' | 'after-others' | 'beside-others';
  readonly workers: number;
  /** Copies of the test that run in one go. */
  readonly copies: number;
  /** The copy that is judged, counted from 0; the others are there to disturb it. 0 when absent. */
  readonly judgedCopy?: number;
  /** False: files share one module graph and one set of globals (Vitest). */
  readonly isolate?: boolean;
  /** True: the tests of a file run in another random order each time. */
  readonly shuffle?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** An environment variable that gets another number in each run. */
  readonly seedEnv?: string;
  /** Processes that keep a processor busy meanwhile. */
  readonly busyProcesses?: number;
  /** The clocks of the test's process and of its pages start here. */
  readonly clock?: LocalMoment;
  readonly page?: PageConditions;
  /** `Math.random` draws the sequence of this seed in the test's process, and from its start in each page. */
  readonly randomSeed?: number;
  /** So often a request whose connection breaks is sent again before it fails. */
  readonly connectionRetries?: number;
}

/** How a suspect runs before anything is changed: with its file, in one worker. */
export const baselineCircumstances: Circumstances = { company: 'file', workers: 1, copies: 1 };

/** One way in which a factor changes the circumstances. */
export interface FactorArm {
  /** As it follows "with" or a colon: `TZ=Pacific/Kiritimati`. Unique within its factor. */
  readonly label: string;
  readonly change: Partial<Circumstances>;
}

/** What a factor may know before it proposes its arms. */
export interface LabSetting {
  readonly runner: OwnRunner;
  readonly cpuCount: number;
  /** Whether the installed runner can run the tests of a file in random order. */
  readonly canShuffle: boolean;
  /** Tests that the suspect's file is known to hold, itself included. */
  readonly testsInFile: number;
  /** Other test files of the same runner and project. */
  readonly otherFiles: number;
  /** The time zone that the tests run in now, as IANA names it. */
  readonly timeZone: string;
  /** The variable that seeds the project's random data, when the user named one. */
  readonly seedEnv?: string;
}

/** Something around a test that may decide whether it fails. */
export interface Factor {
  readonly name: string;
  /** As a sentence names it: `the time zone`. */
  readonly title: string;
  /** Static patterns in the test's code that speak for this factor; those of the registry in `@millwright/source`. */
  readonly patterns?: readonly string[];
  /** Set for a factor that is only tried when it was asked for by name: why, in one sentence. */
  readonly onRequest?: string;
  /** The arms that make sense here; or in one sentence why there is none. */
  armsFor(this: void, setting: LabSetting): readonly FactorArm[] | string;
}
