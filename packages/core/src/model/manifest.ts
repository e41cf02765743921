import type { RunnerName, SourceLocation } from './test.ts';

/** A part of the product that tests aim at. */
export interface Service {
  readonly name: string;
  /** Where the name comes from: a workspace package, a `webServer` of a runner's config, a folder of routes, or the user's configuration. */
  readonly kind: 'workspace' | 'webServer' | 'routes' | 'configured';
  /** Posix folder relative to the project root; `.` for the root itself. */
  readonly root: string;
  /** Source files below it (no tests), posix and relative to the project root. */
  readonly files: readonly string[];
}

export interface EndpointParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly type?: string;
  readonly required: boolean;
}

/** One HTTP route of the product. */
export interface Endpoint {
  /** `METHOD path`, such as `POST /api/v1/orders/:id`. */
  readonly id: string;
  readonly service: string;
  readonly framework: 'express' | 'fastify' | 'hono' | 'koa-router' | 'nestjs' | 'nextjs';
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly EndpointParameter[];
  readonly auth: { readonly required: boolean; readonly roles: readonly string[]; readonly evidence?: string };
  readonly requestType?: string;
  readonly responseType?: string;
  readonly handler: SourceLocation & { readonly name?: string };
  /** Cyclomatic complexity of the handler and the project functions it calls directly (McCabe 1976). At least 1. */
  readonly complexity: number;
}

/** An HTTP call that a test makes, as its source text shows it. */
export interface StaticRequest {
  /** In capitals; left out when the text does not tell it. */
  readonly method?: string;
  /** From the first slash on, without an origin; what only run time knows is written `${…}`. May end in a query. */
  readonly path: string;
  /** Where the path stands: in the test itself, in a function it calls, in a fixture it asks for, or in a `beforeEach`/`beforeAll`. */
  readonly from: 'test' | 'helper' | 'fixture' | 'hook';
}

/** A test as its source text shows it. */
export interface StaticTest {
  /** Titles from the outermost `describe` on; a part that only run time knows is written `${…}`. */
  readonly titlePath: readonly string[];
  readonly dynamicTitle: boolean;
  readonly line: number;
  readonly column: number;
  readonly modifiers: readonly (
    | 'skip'
    | 'only'
    | 'fixme'
    | 'fail'
    | 'todo'
    | 'each'
    | 'slow'
    | 'serial'
    | 'concurrent'
  )[];
  readonly tags: readonly string[];
  /** Hash of the source text of the test's body without white space. */
  readonly bodyHash: string;
  /** In the order of the text, fixtures and hooks first. Left out when the text shows none. */
  readonly requests?: readonly StaticRequest[];
}

export interface StaticTestFile {
  readonly file: string;
  readonly runner: RunnerName;
  readonly tests: readonly StaticTest[];
  /** Source files of the project that the file reaches through imports, itself and other tests left out. */
  readonly reaches: readonly string[];
}

/** The map of a project, as `e2e manifest` writes it. */
export interface ProjectManifest {
  readonly format: 'millwright/manifest';
  readonly version: 1;
  readonly services: readonly Service[];
  readonly endpoints: readonly Endpoint[];
  readonly testFiles: readonly StaticTestFile[];
  /** Source file → cyclomatic complexity summed over its functions. */
  readonly complexity: Readonly<Record<string, number>>;
  /** What could not be read, in sentences. */
  readonly lacked: readonly string[];
}
