import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { UserError, isUserError } from '@millwright/core';
import { type Config, parseConfig } from '@millwright/core/config';

const names = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].map((extension) => `millwright.config.${extension}`);

export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path; undefined when there is no file and everything is default. */
  readonly file: string | undefined;
}

/**
 * Reads `millwright.config.*` of a project root.
 * Throws a UserError that lists every wrong key and value at once, or says why the file cannot be loaded.
 */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  const file = names.map((name) => join(root, name)).find((path) => existsSync(path));
  const written = file === undefined ? {} : await loadFile(file);
  const parsed = parseConfig(written, file === undefined ? 'the defaults' : basename(file));
  if (parsed.config !== undefined) return { config: parsed.config, file };
  throw new UserError({
    code: 'wrong-config',
    message: (parsed.problems ?? []).join('\n'),
    hint: 'Every key, its meaning and its default: docs/config.md.',
  });
}

/** The same, but a configuration that cannot be used is told and replaced by the defaults. */
export async function tryLoadConfig(root: string): Promise<LoadedConfig & { readonly fault: UserError | undefined }> {
  try {
    return { ...(await loadConfig(root)), fault: undefined };
  } catch (error) {
    const defaults = parseConfig({}, 'the defaults').config;
    if (!isUserError(error) || defaults === undefined) throw error;
    return { config: defaults, file: undefined, fault: error };
  }
}

async function loadFile(file: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    // jiti also runs TypeScript on the oldest Node we support, which cannot strip types by itself.
    const { createJiti } = await import('jiti');
    return await createJiti(import.meta.url).import(file, { default: true });
  } catch (error) {
    throw new UserError({
      code: 'unreadable-config',
      message: `${basename(file)} cannot be loaded: ${reasonOf(error)}.`,
      hint: 'Mend the file, or remove it to run with the defaults.',
      cause: error,
    });
  }
}

/** The first line says what is wrong; what follows is a code frame or a require stack. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? message).trim().replace(/\.$/, '');
}
