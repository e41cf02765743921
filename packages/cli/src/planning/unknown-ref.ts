import { UserError } from '@millwright/core';

/** What to say when git cannot compare with a ref. `withoutGit`: what to do where there is no repository. */
export function unknownRef(ref: string, withoutGit: string, cause: unknown): UserError {
  return new UserError({
    code: 'unknown-ref',
    message: `Expected \`--changed-since\` to be a branch, tag or commit that git can compare with, got "${ref}".`,
    hint: /not a git repository/.test(String(cause))
      ? withoutGit
      : 'In CI, fetch the base branch first (GitHub Actions: `fetch-depth: 0`).',
    cause,
  });
}
