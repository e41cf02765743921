import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import { makeFolder } from '@millwright/history/recorder';

import { preloadPath } from '../preload-path.ts';
import type { CoverageMode } from '../reporter/reporter-options.ts';

/** The way from the workers back to the reporter: a folder in which each worker writes one file. */
export interface CaptureChannel {
  /** Absolute. */
  readonly dir: string;
  /** Whether a worker wrote anything. */
  hasCaptures(): boolean;
  /** Takes the preload out of the environment and removes the folder. */
  close(): void;
}

/** What the workers are to capture. */
export interface CaptureWishes {
  readonly coverage: CoverageMode;
  /** `pictures`: with a picture of each. `pages`: of elements only the pages on which locators failed. */
  readonly elements: 'on' | 'pictures' | 'pages' | 'off';
}

const ownVariables = [
  'MILLWRIGHT_PRELOAD',
  'MILLWRIGHT_CAPTURE_DIR',
  'MILLWRIGHT_CAPTURE_COVERAGE',
  'MILLWRIGHT_CAPTURE_ELEMENTS',
];

const abandonedAfterMs = 86_400_000;

/**
 * Makes the workers that Playwright will fork load our preload: through `NODE_OPTIONS`, which they inherit. Throws when the folder
 * cannot be made.
 */
export function openCaptureChannel(
  historyDir: string,
  { coverage, elements }: CaptureWishes,
  env: Record<string, string | undefined>,
): CaptureChannel {
  const parent = path.join(historyDir, 'cache', 'capture');
  removeAbandoned(parent);
  const dir = path.join(parent, `${process.pid}-${Date.now().toString(36)}`);
  makeFolder(dir);
  const part = `--require ${quotedForNodeOptions(preloadPath)}`;
  const before = env['NODE_OPTIONS'];
  env['NODE_OPTIONS'] = before ? `${before} ${part}` : part;
  env['MILLWRIGHT_PRELOAD'] = part;
  env['MILLWRIGHT_CAPTURE_DIR'] = dir;
  env['MILLWRIGHT_CAPTURE_COVERAGE'] = coverage;
  env['MILLWRIGHT_CAPTURE_ELEMENTS'] = elements;
  return {
    dir,
    hasCaptures: () => readdirSync(dir).some((name) => name !== 'known.json'),
    close() {
      const rest = env['NODE_OPTIONS']?.replace(part, '').trim();
      if (rest) env['NODE_OPTIONS'] = rest;
      else delete env['NODE_OPTIONS'];
      for (const name of ownVariables) delete env[name];
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Folders of runs that were killed; no run lasts a day. */
function removeAbandoned(parent: string): void {
  try {
    for (const name of readdirSync(parent)) {
      const dir = path.join(parent, name);
      if (Date.now() - statSync(dir).mtimeMs > abandonedAfterMs) rmSync(dir, { recursive: true, force: true });
    }
  } catch {
    // There is none yet, or another process was faster.
  }
}

/** Node splits `NODE_OPTIONS` at spaces and knows double quotes with backslash escapes inside them. */
function quotedForNodeOptions(file: string): string {
  return /[\s"\\]/.test(file) ? `"${file.replace(/[\\"]/g, '\\$&')}"` : file;
}
