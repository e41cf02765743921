import type { Cause } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** A stored picture or text no longer matches. */
export const snapshot: Cause = {
  name: 'snapshot',
  title: 'Snapshot differs',
  likely:
    'The output changed on purpose, or it holds something that differs between machines (fonts, dates, animations).',
  advice:
    'Look at the difference. If it is wanted, update the snapshot; if it differs by machine, mask the moving part.',
  retry: 'none',
  score: (features) =>
    wordEvidence(features.told, [
      [
        /Screenshot comparison failed|toHaveScreenshot|toMatch(?:Inline|Aria|File|Error)?\w*Snapshot|toThrowErrorMatching\w*Snapshot/,
        8.5,
      ],
      [
        /Snapshot [^\n]{1,100} mismatched|A snapshot doesn't exist at|close match to snapshot|Snapshot properties mismatched|snapshot (?:name|comparison)|snapshots? (?:obsolete|failed|doesn't exist)/i,
        8.5,
      ],
      [/\d+ pixels \(ratio/, 8],
    ]),
};
