import { posix as path } from 'node:path';

import type { SourceTree } from '../tree/source-tree.ts';
import type { ImportTargets } from './import-targets.ts';
import type { UnitReferences } from './unit-references.ts';

const MODULE_ENDING = /\.[cm]?[jt]sx?$/u;

/** Which modules of a tree a piece of a module uses without an import that says so. */
export interface ImpliedModules {
  /** All of these modules are used: those in `__mocks__`, those that a relative path in a text means, setup files, JSX runtimes. */
  impliedBy(file: string, references: UnitReferences): readonly string[];
}

/** Asks for the modules of a tree; `files` are all modules, those that are gone among them. */
export function createImpliedModules(
  tree: SourceTree,
  targets: ImportTargets,
  files: () => ReadonlySet<string>,
): ImpliedModules {
  let mocks: readonly string[] | undefined;
  const mocksOf = (): readonly string[] => (mocks ??= [...files()].filter((file) => /(?:^|\/)__mocks__\//u.test(file)));
  return {
    impliedBy: (file, references) => [
      ...(references.whole.size === 0 ? [] : mockedBy(file, references.whole)),
      ...[...references.paths].flatMap((text) => meantBy(file, text)),
      ...[...references.setups].flatMap((text) => setUpBy(file, text)),
      ...(references.makesElements ? runtimesOf(file) : []),
    ],
  };

  /** `vi.mock('./api')` takes `__mocks__/api.ts` beside it, `vi.mock('axios')` the one of that name in a `__mocks__` above. */
  function mockedBy(file: string, specifiers: ReadonlySet<string>): readonly string[] {
    if (mocksOf().length === 0) return [];
    const stems = [...specifiers].flatMap((specifier) => {
      const found = targets(file, specifier).map((target) =>
        path.join(path.dirname(target), '__mocks__', path.basename(target).replace(MODULE_ENDING, '')),
      );
      return found.length > 0 ? found : [`__mocks__/${specifier.replace(/^node:/u, '')}`];
    });
    return mocksOf().filter((mock) => stems.some((stem) => `/${mock.replace(MODULE_ENDING, '')}`.endsWith(`/${stem}`)));
  }

  /** A relative path is an import that comes later: `const path = './x'; await import(path)`. A folder is more often only a folder. */
  function meantBy(file: string, text: string): readonly string[] {
    if (!/^\.{1,2}\//u.test(text)) return [];
    const stem = path.join(path.dirname(file), text).replace(MODULE_ENDING, '');
    return targets(file, text).filter((target) => target.replace(MODULE_ENDING, '') === stem);
  }

  /** Below the folder of the configuration, or below a root that stands elsewhere in it; or a package. */
  function setUpBy(file: string, text: string): readonly string[] {
    // `node` and `jsdom` are words of the runner.
    const isPath = /[./]/u.test(text);
    const found = [...targets(file, text), ...(isPath && !/^[./]/u.test(text) ? targets(file, `./${text}`) : [])];
    if (found.length > 0 || !isPath) return found;
    const ending = path.join('/', text).replace(MODULE_ENDING, '');
    return [...files()].filter((one) => `/${one.replace(MODULE_ENDING, '')}`.endsWith(ending));
  }

  /** What the compiler imports for JSX, as a comment or the compiler options name it. */
  function runtimesOf(file: string): readonly string[] {
    const told = /@jsxImportSource\s+(\S+)/u.exec(tree.source(file)?.text ?? '')?.[1] ?? tree.jsxSourceOf(file);
    if (told === undefined) return [];
    return ['jsx-runtime', 'jsx-dev-runtime'].flatMap((name) => targets(file, `${told}/${name}`));
  }
}
