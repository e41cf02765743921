import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve as resolvePath } from 'node:path';

import { Project, ts } from 'ts-morph';
import { globSync } from 'tinyglobby';

import { createDeclarationResolver } from './declaration-resolver.ts';
import { createModuleResolver } from './module-resolver.ts';
import { readWorkspacePackages, type WorkspacePackage } from './workspace-packages.ts';

/** Source files of one project, parsed once and shared by every analysis of one call. */
export interface SourceTree {
  /** Absolute. */
  readonly root: string;
  /** Posix paths relative to the root, sorted. */
  readonly files: readonly string[];
  readonly packages: readonly WorkspacePackage[];
  /** What could not be read or parsed, in sentences. Grows as files are read. */
  readonly lacked: readonly string[];
  /** The parsed file, or `undefined` when it does not exist or is too large. Files outside `files` are read when asked for. */
  source(file: string): ts.SourceFile | undefined;
  /** The project file that an import specifier means; `undefined` for packages and what cannot be found. */
  resolveModule(fromFile: string, specifier: string): string | undefined;
  /** All project files that it may mean; see `ModuleResolver`. */
  resolveModules(fromFile: string, specifier: string): readonly string[];
  /** Where the nearest tsconfig says that the functions behind JSX come from. */
  jsxSourceOf(file: string): string | undefined;
  /** The declaration file that a specifier means: beside the asking file, or of a package that builds on Playwright. */
  resolveDeclaration(fromFile: string, specifier: string): string | undefined;
  /** Path relative to the root of a parsed file. */
  fileOf(node: ts.Node): string;
  /** How many characters a file on disk has before the text that was parsed: 1 with a byte order mark, else 0. */
  leadOf(file: string): number;
}

const SOURCE_GLOB = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';

/** Folders and files that never hold a project's own source. */
const NEVER_SOURCE = [
  '**/node_modules/**',
  '**/.git/**',
  '**/dist/**',
  '**/build/**',
  '**/out/**',
  '**/coverage/**',
  '**/.next/**',
  '**/.nuxt/**',
  '**/.output/**',
  '**/.turbo/**',
  '**/.cache/**',
  '**/.millwright/**',
  '**/playwright-report/**',
  '**/test-results/**',
  '**/blob-report/**',
  '**/*.d.{ts,mts,cts}',
  '**/*.min.js',
];

/** Beyond this a file is generated or bundled, and reading it tells nothing of the project. */
const LARGEST_FILE_BYTES = 1_000_000;

/** Lists and opens the sources below a folder. `files` limits the list; what those import can still be read. */
export function openSourceTree(options: {
  readonly root: string;
  readonly files?: readonly string[];
  readonly ignore?: readonly string[];
}): SourceTree {
  const root = resolvePath(options.root);
  const all = globSync(SOURCE_GLOB, { cwd: root, ignore: [...NEVER_SOURCE, ...(options.ignore ?? [])], dot: true })
    .map(posix)
    .sort();
  const packages = readWorkspacePackages(root);
  const project = new Project({
    skipAddingFilesFromTsConfig: true,
    skipFileDependencyResolution: true,
    useInMemoryFileSystem: true,
    compilerOptions: { allowJs: true },
  });
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const names = new Map<ts.SourceFile, string>();
  const marked = new Set<string>();
  const lacked: string[] = [];
  const resolver = createModuleResolver({ root, files: new Set([...all, ...(options.files ?? [])]), packages });

  function source(file: string): ts.SourceFile | undefined {
    if (parsed.has(file)) return parsed.get(file);
    const text = readSourceText(root, file, lacked);
    if (text?.startsWith('\uFEFF')) marked.add(file);
    const node =
      text === undefined ? undefined : project.createSourceFile(`/${file}`, text, { overwrite: true }).compilerNode;
    parsed.set(file, node);
    if (node) {
      names.set(node, file);
      noteSyntaxError(file, node, lacked);
    }
    return node;
  }

  return {
    root,
    files: options.files ?? all,
    packages,
    lacked,
    source,
    resolveModule: resolver.resolve,
    resolveModules: resolver.resolveAll,
    jsxSourceOf: resolver.jsxSourceOf,
    resolveDeclaration: createDeclarationResolver(root),
    fileOf: (node) => names.get(node.getSourceFile()) ?? '',
    leadOf: (file) => (marked.has(file) ? 1 : 0),
  };
}

/** A path with forward slashes. */
export function posix(path: string): string {
  return path.replaceAll('\\', '/');
}

function readSourceText(root: string, file: string, lacked: string[]): string | undefined {
  const path = resolvePath(root, file);
  try {
    if (!existsSync(path)) return undefined;
    if (statSync(path).size > LARGEST_FILE_BYTES) {
      lacked.push(`${file} is larger than ${LARGEST_FILE_BYTES / 1_000_000} MB and was not read.`);
      return undefined;
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    lacked.push(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function noteSyntaxError(file: string, node: ts.SourceFile, lacked: string[]): void {
  // The parser keeps its diagnostics on the file; the public way to them needs a whole program.
  const diagnostics =
    (node as unknown as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics ?? [];
  const first = diagnostics[0];
  if (!first) return;
  const { line } = node.getLineAndCharacterOfPosition(first.start);
  lacked.push(
    `${file} has a syntax error at line ${line + 1} (${ts.flattenDiagnosticMessageText(first.messageText, ' ')}); what follows it may be incomplete.`,
  );
}
