import { lineTextOf } from '../source-line.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

/** A value that was not what the code took it for: which expression, in which line. */
export const undefinedValue: SuggestionRule = {
  name: 'undefined-value',
  suggest: (subject) => {
    const { cause, features, tree } = subject;
    const frame = features.frames.user[0] ?? cause.location;
    if (cause.cause !== 'script-error' || frame === undefined) return [];
    const location = { file: frame.file, line: frame.line, column: frame.column };
    const line = lineTextOf(tree, location);
    const what = culpritOf(subject, line);
    return [
      {
        summary:
          what === undefined
            ? `Look at what \`${line.slice(0, 80)}\` was given.`
            : `Find out why \`${what}\` was ${valueOf(features.told)} here.`,
        risk: 'medium',
        location,
        evidence: line === '' ? [] : [`${location.line}: ${line.slice(0, 160)}`],
      },
    ];
  },
};

function valueOf(told: string): string {
  if (/is not a (?:function|constructor)/u.test(told)) return 'no function';
  if (/is not defined/u.test(told)) return 'not defined';
  return /properties of null|of null \(/u.test(told) ? 'null' : 'undefined';
}

/** The expression that had the wrong value, as it stands in the line. */
function culpritOf({ features: { told } }: FixSubject, line: string): string | undefined {
  const named = /([\w$.[\]]{1,80}) is not (?:a function|a constructor|defined)/u.exec(told)?.[1];
  if (named !== undefined) return named;
  const property = /(?:reading|setting) '([\w$]{1,60})'/u.exec(told)?.[1];
  if (property === undefined) return undefined;
  const name = property.replaceAll('$', String.raw`\$`);
  const owner = new RegExp(String.raw`([A-Za-z_$][\w$.]*(?:\([^()]*\)|\[[^\]]*\])?)[!?]?\.${name}\b`, 'u').exec(
    line,
  )?.[1];
  return owner?.replace(/[!?]$/u, '');
}
