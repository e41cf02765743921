const words = /^(?:undefined|null|true|false|NaN|-?Infinity|visible|hidden|enabled|disabled|checked|unchecked)\b/;

/** What kind of value a runner printed: its kind survives other data and other printers, its text does not. */
export function valueKindOf(printed: string): string {
  const text = printed.trim();
  const word = words.exec(text)?.[0];
  if (word !== undefined) return word;
  if (/^["'`]/.test(text)) return 'string';
  if (/^[-+]?\d/.test(text)) return 'number';
  if (/^(?:Array )?\[(?!Function|\w*Error)/.test(text)) return 'array';
  if (/^\[?(?:Function|Async)/.test(text)) return 'function';
  if (/^\[?\w*Error\b/.test(text)) return 'error';
  if (/^(?:[A-Z]\w* )?\{/.test(text)) return 'object';
  if (text.startsWith('/')) return 'pattern';
  return 'value';
}

const sentence =
  /^(.*?)\bexpected ([\s\S]+?) ((?:not )?to (?:(?:deeply|strictly|loosely|be|have|not|been|same|sort of|a|an|of|in|close|greater|less|than|least|most|or|equal|instance|type|include|contain|match|throw|satisfy|exist|called|with|times|property|length|item|error|including|string|substring|subset|truthy|falsy|true|false|null|undefined|NaN) ?)+)([\s\S]*)$/i;

/**
 * An assertion's sentence (`expected 3 to be 4`) with kinds in place of values, or undefined when the line is none. What stands before
 * it, the author's own words, is kept.
 */
export function kindSentenceOf(line: string): { readonly before: string; readonly said: string } | undefined {
  const match = sentence.exec(line.replace(/ \/\/ [^/]*$/, '').slice(0, 1000));
  if (!match) return undefined;
  const [, before = '', actual = '', verb = '', rest = ''] = match;
  const expected = rest.trim() === '' ? '' : ` ${valueKindOf(rest)}`;
  return { before, said: `expected ${valueKindOf(actual)} ${verb.trim()}${expected}` };
}
