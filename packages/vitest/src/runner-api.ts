/**
 * The part of Vitest's reporter API that this package uses, as 3.2, 4 and 5 share it. Written down structurally, because the
 * types of one installed version would not fit the others; what only some versions have is optional and read in `compat.ts`.
 */

interface VitestStackFrame {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly method?: string;
}

export interface VitestError {
  readonly name?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly stacks?: readonly VitestStackFrame[];
  readonly diff?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
  readonly cause?: unknown;
  readonly codeFrame?: string;
  readonly frame?: string;
}

type VitestTestState = 'pending' | 'passed' | 'failed' | 'skipped';

export interface VitestResult {
  readonly state: VitestTestState;
  readonly errors?: readonly VitestError[] | undefined;
  readonly note?: string | undefined;
}

export interface VitestDiagnostic {
  readonly duration: number;
  readonly startTime: number;
  readonly retryCount: number;
  readonly repeatCount: number;
}

export interface VitestAttempt {
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly errors?: readonly VitestError[] | undefined;
  readonly duration: number;
  readonly startTime: number;
  readonly retryIndex: number;
  readonly repeatIndex: number;
}

interface VitestAnnotation {
  readonly type: string;
  readonly message: string;
}

interface VitestTaskOptions {
  readonly fails?: boolean | undefined;
  readonly concurrent?: boolean | undefined;
  readonly retry?: number | { readonly count?: number } | undefined;
  readonly timeout?: number | undefined;
  readonly mode: 'run' | 'only' | 'skip' | 'todo';
}

export interface VitestTest {
  readonly type: 'test';
  readonly id: string;
  readonly name: string;
  readonly module: VitestModule;
  readonly parent: VitestSuite | VitestModule;
  readonly project: VitestProject;
  readonly location?: { readonly line: number; readonly column: number } | undefined;
  readonly options: VitestTaskOptions;
  readonly tags?: readonly string[];
  meta(): object;
  annotations?(): readonly VitestAnnotation[];
  attempts?(): readonly VitestAttempt[];
  result(): VitestResult;
  diagnostic(): VitestDiagnostic | undefined;
}

export interface VitestSuite {
  readonly type: 'suite';
  readonly name: string;
  readonly parent: VitestSuite | VitestModule;
  errors(): readonly VitestError[];
}

export interface VitestModule {
  readonly type: 'module';
  readonly moduleId: string;
  readonly project: VitestProject;
  readonly children: { allTests(): Iterable<VitestTest>; allSuites(): Iterable<VitestSuite> };
  state(): string;
  errors(): readonly VitestError[];
  meta(): object;
  diagnostic(): { readonly workerId?: number; readonly concurrencyId?: number };
}

export interface ViteModuleNode {
  readonly id: string | null;
  readonly file: string | null;
  readonly importedModules: Iterable<ViteModuleNode>;
}

export interface ViteModuleGraph {
  getModuleById(id: string): ViteModuleNode | undefined;
}

export interface VitestProject {
  readonly name: string;
  readonly config: {
    readonly root: string;
    readonly setupFiles?: string[];
    readonly isolate?: boolean;
    readonly pool?: string;
    readonly benchmark?: { readonly enabled?: boolean };
    readonly browser?: { readonly enabled?: boolean; readonly name?: string };
  };
  /** Hands a value to the workers of this project, where `inject` finds it. */
  provide?(key: string, value: unknown): void;
  readonly vite?: {
    readonly environments?: Readonly<Record<string, { readonly moduleGraph?: ViteModuleGraph } | undefined>>;
  };
}

export interface VitestSpecification {
  readonly moduleId: string;
  readonly pool?: string;
  readonly project?: VitestProject;
  readonly testLines?: readonly number[] | undefined;
  readonly testIds?: readonly string[] | undefined;
  readonly testNamePattern?: RegExp | undefined;
}

/** Decides which files run and in which order: `sequence.sequencer` of the config. */
export type VitestSequencer = new (vitest: VitestInstance) => {
  sort(specifications: readonly VitestSpecification[]): PromiseLike<readonly VitestSpecification[]>;
  /** Only asked when the run is a shard. */
  shard?(specifications: readonly VitestSpecification[]): PromiseLike<readonly VitestSpecification[]>;
};

interface VitestConfig {
  readonly root: string;
  readonly watch?: boolean;
  readonly mode?: string;
  readonly maxWorkers?: number | string;
  readonly testNamePattern?: RegExp | undefined;
  readonly changed?: boolean | string | undefined;
  readonly related?: readonly string[] | undefined;
  readonly project?: readonly string[] | string | undefined;
  readonly tagsFilter?: readonly string[] | undefined;
  readonly sequence?: { sequencer?: unknown };
  readonly shard?: { readonly index: number; readonly count: number } | undefined;
  readonly mergeReports?: string | undefined;
  readonly dangerouslyIgnoreUnhandledErrors?: boolean;
  readonly coverage?: {
    readonly enabled?: boolean;
    readonly provider?: string;
    readonly reportOnFailure?: boolean;
    readonly thresholds?: unknown;
  };
  readonly cliOptions?: {
    readonly lastFailed?: boolean;
    readonly sinceLastRun?: boolean;
    readonly project?: readonly string[] | string;
  };
}

/** The `Vitest` instance that `onInit` receives. */
export interface VitestInstance {
  readonly version: string;
  readonly config: VitestConfig;
  readonly projects: readonly VitestProject[];
  readonly vite?: { readonly config?: { readonly configFile?: string | false | undefined } };
  readonly server?: { readonly config?: { readonly configFile?: string | false | undefined } };
  readonly filenamePattern?: readonly string[] | undefined;
  onClose?(listener: () => Promise<void> | void): void;
  onCancel?(listener: (reason: string) => void): unknown;
}

export interface VitestConsoleLog {
  readonly content: string;
  readonly type: 'stdout' | 'stderr';
  readonly taskId?: string;
}
