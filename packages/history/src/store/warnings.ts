import type { HistoryWarning } from '../history-store.ts';

/** What had to be left out, each thing said once. */
export class WarningLog {
  readonly list: HistoryWarning[] = [];

  add(path: string, message: string): void {
    if (!this.list.some((warning) => warning.path === path && warning.message === message))
      this.list.push({ path, message });
  }
}
