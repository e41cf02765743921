import type { ChangeRule } from '../selection-rule.ts';

const LOCK_FILE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|deno\.lock)$/u;

/** Installed packages are part of every test, and nobody recorded which ones. */
export const lockFile: ChangeRule = {
  name: 'lock-file',
  assess: ({ file }) =>
    LOCK_FILE.test(file)
      ? { everything: `${file} changed, and any installed package may behave differently.` }
      : undefined,
};
