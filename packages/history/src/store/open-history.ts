import { isAbsolute, resolve } from 'node:path';

import type { HistoryStore } from '../history-store.ts';
import { FolderHistory } from './folder-history.ts';

export interface OpenHistoryOptions {
  /** The `.millwright` folder; it need not exist yet. */
  readonly dir: string;
  /** The project root, absolute. */
  readonly root: string;
  /** Milliseconds since the epoch; the system's clock by default. */
  readonly now?: () => number;
}

/** Opens the history in a folder. Touches nothing until a method is called. */
export function openHistory(options: OpenHistoryOptions): HistoryStore {
  const dir = isAbsolute(options.dir) ? options.dir : resolve(options.root, options.dir);
  return new FolderHistory(dir, options.now ?? Date.now);
}
