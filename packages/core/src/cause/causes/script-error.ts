import type { Cause, CauseEvidence } from '../cause.ts';
import { outsideTestEvidence, wordEvidence } from '../evidence.ts';

const firstErrorLine = /^[\s>|\d.:)]{0,20}\[?\w{0,40}(?:Error|Exception)\b[^\n]{0,200}/m;

/** Code broke: in the test, in a fixture or in the product. */
export const scriptError: Cause = {
  name: 'script-error',
  title: 'Script error',
  likely: 'A value was not what the code took it for: something undefined, a renamed function, a wrong type.',
  advice: 'Open the topmost frame of the project in the stack and see which value was undefined there.',
  retry: 'none',
  score: (features) => {
    if (
      /fetch failed|Failed to fetch|NetworkError when|^\s*(?:TypeError: )?(?:Load failed|terminated)$/m.test(
        features.told,
      )
    )
      return [];
    const lines: CauseEvidence[] = [];
    const isScript = (name: string): boolean =>
      /^(?:Type|Reference|Range|Eval|URI|Internal|Security|InvalidState)Error$/.test(name);
    const thrown = features.thrownNames.find(isScript);
    const quoted = features.errorNames.find(isScript);
    // Of several errors the first is the reason, and a later one often its consequence.
    if (thrown !== undefined) {
      const isFirst = firstErrorLine.exec(features.told)?.[0].includes(thrown) ?? true;
      lines.push({ text: `A ${thrown} was thrown.`, weight: isFirst ? 6.5 : 4.5 });
    } else if (quoted !== undefined) lines.push({ text: `A ${quoted} is told of.`, weight: 3.5 });
    lines.push(
      ...wordEvidence(features.told, [
        [
          /Cannot read propert(?:y|ies)[^\n]{0,60}|\b[\w.$]+ is not a (?:function|constructor)|\b[\w$]+ is not (?:defined|iterable)|Cannot access '[^']+' before initialization|is not an object \(evaluating/,
          2.5,
        ],
        [/Unexpected (?:token|end)[^\n]{0,40} JSON|is not valid JSON/, 7],
        [/No "[^"]+" export is defined on the "[^"]+" mock/, 7],
        [/Maximum call stack size exceeded|ERR_OUT_OF_RANGE|ERR_INVALID_ARG_\w+/, 3],
        [/\b\w+: expected (?:string|number|boolean|object|array|one of)[^\n]{0,40}, got \w+/, 6.5],
        [/is not a valid selector|while parsing (?:css )?selector/, 6],
        [/\b(?:page|frame|locator|elementHandle)\.(?:evaluate\w*|\$eval\w*|waitForFunction): Error: /, 4.2],
        [
          /Invalid hook call|must be used (?:within|inside) |Element type is invalid|^\s*(?:Error: )?Not implemented: /m,
          6,
        ],
      ]),
      ...(lines.length > 0 ? outsideTestEvidence(features) : []),
    );
    return lines;
  },
};
