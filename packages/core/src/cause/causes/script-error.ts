import type { Cause, CauseEvidence } from '../cause.ts';
import { outsideTestEvidence, wordEvidence, type WordRule } from '../evidence.ts';
import type { FailureFeatures } from '../features.ts';

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
    const lines = thrownEvidence(features);
    // A sentence of the engine without the name of its class, as bundles and browsers print it, has to speak for itself.
    const ofEngine = lines.length === 0 ? 5.5 : 2.5;
    lines.push(
      ...wordEvidence(features.told, [[engineSentence, ofEngine], ...rules]),
      ...(lines.length > 0 ? outsideTestEvidence(features) : []),
    );
    return lines;
  },
};

const engineSentence =
  /Cannot read propert(?:y|ies)[^\n]{0,60}|\b[\w.$]+ is not a (?:function|constructor)|\b[\w$]+ is not (?:defined|iterable)|Cannot access '[^']+' before initialization|is not an object \(evaluating/;

const rules: readonly WordRule[] = [
  [/Unexpected (?:token|end)[^\n]{0,40} JSON|is not valid JSON/, 7],
  [/No "[^"]+" export is defined on the "[^"]+" mock/, 7],
  [/Maximum call stack size exceeded|ERR_OUT_OF_RANGE|ERR_INVALID_ARG_\w+/, 3],
  [/\b\w+: expected (?:string|number|boolean|object|array|one of)[^\n]{0,40}, got \w+/, 6.5],
  [/is not a valid selector|while parsing (?:css )?selector/, 6],
  [/\b(?:page|frame|locator|elementHandle)\.(?:evaluate\w*|\$eval\w*|waitForFunction): Error: /, 4.2],
  // What React, Vue, Angular and jsdom say when a component cannot be rendered.
  [/Invalid hook call|must be used (?:within|inside) |Element type is invalid|^\s*(?:Error: )?Not implemented: /m, 6],
  [
    /Objects are not valid as a React child|Hydration failed|Minified React error #\d+|Too many re-renders|\bNG0\d{3,4}: |No provider for \w+|Failed to resolve component: /,
    6,
  ],
  [/Failed to execute '\w+' on '\w+': /, 6],
];

function isScript(name: string): boolean {
  return /^(?:(?:Type|Reference|Range|Eval|URI|Internal|Security|InvalidState|InvalidCharacter|DataClone|HierarchyRequest)|\w*Injector)Error$/.test(
    name,
  );
}

/** The class of error that was thrown or is told of. */
function thrownEvidence({ told, thrownNames, errorNames, unloaded }: FailureFeatures): CauseEvidence[] {
  const thrown = thrownNames.find(isScript);
  const quoted = errorNames.find(isScript);
  if (thrown === undefined) return quoted === undefined ? [] : [{ text: `A ${quoted} is told of.`, weight: 3.5 }];
  // Code that cannot be loaded throws as well, and of several errors the first is the reason and a later one often its consequence.
  const isReason = unloaded === undefined && (firstErrorLine.exec(told)?.[0].includes(thrown) ?? true);
  return [{ text: `A ${thrown} was thrown.`, weight: isReason ? 6.5 : 4.5 }];
}
