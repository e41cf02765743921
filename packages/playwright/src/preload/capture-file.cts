const fs = require('node:fs') as typeof import('node:fs');
const path = require('node:path') as typeof import('node:path');

/** A file of this worker in the run's capture folder; the reporter reads it when the run is over. */
export interface CaptureFile {
  /** Appends one JSON line at once. */
  append(entry: object): void;
  /** Keeps a text under a name once. */
  keep(name: string, text: string): void;
  /** Says once on stderr, and tells the reporter, that something cannot be captured. */
  giveUp(what: string, error?: unknown): void;
}

function openCaptureFile(dir: string): CaptureFile {
  const file = path.join(dir, `${process.pid}-${Date.now().toString(36)}.jsonl`);
  const told = new Set<string>();
  const append = (entry: object): void => {
    try {
      fs.appendFileSync(file, `${JSON.stringify(entry)}\n`);
    } catch {
      // The folder is gone or full; the reporter counts what is there.
    }
  };
  return {
    append,
    keep(name, text) {
      try {
        fs.writeFileSync(path.join(dir, name), text, { flag: 'wx' });
      } catch {
        // Another worker kept it already.
      }
    },
    giveUp(what, error) {
      if (told.has(what)) return;
      told.add(what);
      const reason = error instanceof Error ? `: ${error.message.split('\n')[0]}` : '';
      append({ k: 'note', text: `Could not capture ${what}${reason}` });
    },
  };
}

const captureFile = { openCaptureFile };
module.exports = captureFile;
export type CaptureFileModule = typeof captureFile;
