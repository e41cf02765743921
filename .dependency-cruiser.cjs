/** The arrows of the architecture, each with its reason. */
const only = (name, allowed, reason) => ({
  name: `${name}-imports-only-${allowed.length ? allowed.join('-and-') : 'itself'}`,
  comment: reason,
  severity: 'error',
  from: { path: `^packages/${name}/src` },
  to: { path: '^packages/', pathNot: [`^packages/${name}/`, ...allowed.map((other) => `^packages/${other}/dist`)] },
});

module.exports = {
  forbidden: [
    only('core', [], 'The judgement is pure, so it stands on nothing.'),
    only('history', ['core'], 'Memory knows the words, and nothing of the tools that fill or read it.'),
    only(
      'playwright',
      ['core', 'history'],
      "An adapter runs inside the user's runner: it must stay small and never sees the CLI or the analysis library.",
    ),
    only(
      'vitest',
      ['core', 'history'],
      "An adapter runs inside the user's runner: it must stay small and never sees the CLI or the analysis library.",
    ),
    only('source', ['core'], 'Reading source text needs no history.'),
    only('cli', ['core', 'history', 'source'], 'The CLI starts runners as processes; it never loads an adapter.'),
    {
      name: 'core-is-pure',
      comment: 'Core also runs in the browser: no Node module, so no clock, disk or process by the back door.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-circular',
      comment: 'Two modules that need each other are one idea in two files.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-source-across-packages',
      comment: 'Packages meet at their exports; a relative path into another one would ship two copies.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src' },
      to: { path: '^packages/([^/]+)/src', pathNot: '^packages/$1/' },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'An import that cannot be resolved slips past every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'lowdb-only-for-state',
      comment: 'lowdb writes the whole file and needs the lock around it: only the state documents go through it.',
      severity: 'error',
      from: { pathNot: '^packages/history/src/state/|^bench/' },
      to: { path: 'node_modules/lowdb' },
    },
    {
      name: 'ts-morph-only-in-source',
      comment: 'The analysis library is heavy; the CLI loads it through the source package, and adapters never.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/source/' },
      to: { path: 'node_modules/ts-morph' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^packages/[^/]+/dist'] },
    exclude: { path: '^packages/[^/]+/dist/.*node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
