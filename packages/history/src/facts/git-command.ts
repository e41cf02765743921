import { execFile } from 'node:child_process';

/** Time that one call of git may take before its answer is done without. */
export const gitTimeoutMs = 5000;

export interface GitCommandOptions {
  readonly timeoutMs?: number;
  /** Output beyond this many bytes makes the call fail. 64 MiB by default. */
  readonly maxBytes?: number;
  /** Returns what was printed before the failure, when there is any. */
  readonly keepsPart?: boolean;
}

/**
 * Runs git in a folder and returns what it printed, or undefined when git is missing, fails, or takes too long.
 * Never throws, asks nothing, takes no lock, and pays no heed to a user's pager, colours or hooks.
 */
export function readGit(
  root: string,
  args: readonly string[],
  options: GitCommandOptions = {},
): Promise<string | undefined> {
  const settings = [
    '-c',
    'core.quotePath=false',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'color.ui=false',
    '-c',
    'log.showSignature=false',
    '--no-optional-locks',
    '--no-pager',
  ];
  return new Promise((resolve) => {
    try {
      execFile(
        'git',
        [...settings, ...args],
        {
          cwd: root,
          timeout: options.timeoutMs ?? gitTimeoutMs,
          maxBuffer: options.maxBytes ?? 64 * 1024 * 1024,
          windowsHide: true,
          env: gitEnvironment(),
        },
        (error, stdout) => resolve(error && !(options.keepsPart && stdout) ? undefined : stdout),
      );
    } catch {
      resolve(undefined);
    }
  });
}

/** A hook of git sets variables that point at the repository being committed to, relative to another folder than ours. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...rest } = process.env;
  return { ...rest, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}
