import type { Cause, CauseEvidence } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** Code broke: in the test, in a fixture or in the product. */
export const scriptError: Cause = {
  name: 'script-error',
  title: 'Script error',
  likely: 'A value was not what the code took it for: something undefined, a renamed function, a wrong type.',
  advice: 'Open the topmost frame of the project in the stack and see which value was undefined there.',
  retry: 'none',
  score: (features) => {
    if (/fetch failed|Failed to fetch/.test(features.told)) return [];
    const lines: CauseEvidence[] = [];
    const name = features.errorNames.find((found) => /^(?:Type|Reference|Range|EvalError|URI)Error$/.test(found));
    if (name !== undefined) lines.push({ text: `A ${name} was thrown.`, weight: 6 });
    lines.push(
      ...wordEvidence(features.told, [
        [
          /Cannot read propert(?:y|ies)[^\n]{0,60}|\b[\w.$]+ is not a function|\b[\w$]+ is not (?:defined|iterable)|Cannot access '[^']+' before initialization/,
          2,
        ],
        [/Unexpected (?:token|end)[^\n]{0,40} JSON|is not valid JSON/, 6.5],
        [/No "[^"]+" export is defined on the "[^"]+" mock/, 6],
        [/Maximum call stack size exceeded/, 3],
      ]),
    );
    return lines;
  },
};
