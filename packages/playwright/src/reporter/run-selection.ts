const selecting = new Set([
  '--grep',
  '-g',
  '--grep-invert',
  '--project',
  '--last-failed',
  '--only-changed',
  '--test-list',
  '--test-list-invert',
]);

/** Flags of `playwright test` that are followed by a value of their own. */
const withValue = new Set([
  '--config', '-c', '--workers', '-j', '--max-failures', '--output', '--global-timeout', '--repeat-each', '--reporter', '--add-reporter',
  '--retries', '--shard', '--shard-weights', '--timeout', '--trace', '--tsconfig', '--ui-host', '--ui-port', '--update-source-method',
  '--browser', '--last-failed-file', '--fail-on-flaky-tests-limit',
]); // prettier-ignore

/** Flags whose value may be left out, with the values it can have. */
const withOptionalValue: Readonly<Record<string, RegExp>> = {
  '--update-snapshots': /^(?:all|changed|missing|none)$/,
  '-u': /^(?:all|changed|missing|none)$/,
  '--debug': /^(?:inspector|cli)$/,
  '--shuffle': /^\d+$/,
};

/**
 * Whether the command line chose a part of the suite: by file, title, project, or what failed last. `argv` as Node gives it.
 * Sharding is no selection, since the shards make a whole.
 */
export function isPartialSelection(argv: readonly string[]): boolean {
  const args = argv.slice(2);
  for (let index = args[0] === 'test' ? 1 : 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') return index + 1 < args.length;
    if (isSelecting(arg)) return true;
    if (takesNext(arg, args[index + 1])) index += 1;
  }
  return false;
}

/** Whether it named tests one way or another: more than a choice of projects. Who names tests wants these, whatever a plan says. */
export function namesTests(argv: readonly string[]): boolean {
  const rest: string[] = [];
  let isProject = false;
  for (const arg of argv) {
    isProject = arg === '--project' || (isProject && !arg.startsWith('-'));
    if (!isProject && !arg.startsWith('--project=')) rest.push(arg);
  }
  return isPartialSelection(rest);
}

function isSelecting(arg: string): boolean {
  return !arg.startsWith('-') || /^-g./.test(arg) || selecting.has(arg.replace(/=.*$/s, ''));
}

function takesNext(flag: string, next: string | undefined): boolean {
  return withValue.has(flag) || (next !== undefined && withOptionalValue[flag]?.test(next) === true);
}

/** Whether the shards of this run are told how large each is to be, so that Playwright cuts neither by count nor leaves it to anyone. */
export function hasShardWeights(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): boolean {
  return argv.some((arg) => arg.startsWith('--shard-weights')) || Boolean(env['PWTEST_SHARD_WEIGHTS']);
}
