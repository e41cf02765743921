/** How a commit's diff meets a test. */
export interface CommitTouch {
  /** It changes a file that the test executes or imports, or the test's own file. */
  readonly reached: boolean;
  /** It changes what the whole project depends on: a manifest, a lock file, a configuration of a tool. */
  readonly configuration: boolean;
  /** It changes anything that can run; documentation alone cannot. */
  readonly code: boolean;
}

/** How much more likely a commit is the culprit than one whose changes are out of the test's sight. */
export function commitWeightOf({ reached, configuration, code }: CommitTouch): number {
  if (reached) return weights.reached;
  if (configuration) return weights.configuration;
  return code ? weights.elsewhere : weights.words;
}

/** The least is not nought: imports and coverage never show all that a test depends on. */
const weights = { reached: 20, configuration: 4, elsewhere: 1, words: 0.1 } as const;

/** Says how the files that a commit changed meet the files that a test reaches; both relative to one folder. */
export function commitTouchOf(files: readonly string[], reached: ReadonlySet<string>): CommitTouch {
  return {
    reached: files.some((file) => reached.has(file)),
    configuration: files.some((file) => configuration.test(file)),
    code: files.some((file) => !words.test(file)),
  };
}

const configuration =
  /(?:^|\/)(?:package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|tsconfig[^/]*\.json|\.env[^/]*|[^/]+\.config\.[cm]?[jt]s)$/;
const words = /(?:\.(?:md|mdx|txt|rst|adoc)|(?:^|\/)(?:LICENSE|CODEOWNERS|\.gitignore))$/;
