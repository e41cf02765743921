import { stripAnsi } from '@millwright/core';

/** A way to tell failures apart: those with one key are one cluster. */
export interface KeyRule {
  readonly name: string;
  readonly keyOf: (text: string) => string;
}

/** What error trackers replace in a message before they compare it. */
const parameters: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '<email>'],
  [/\b(?:https?|wss?|file|ftp):\/\/[^\s"'`)]+/g, '<url>'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, '<ip>'],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b[0-9a-f]{40}\b|\b[0-9a-f]{32}\b/gi, '<hash>'],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<date>'],
  [/\b\d+(?:\.\d+)? ?(?:ms|s)\b/g, '<duration>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/='[^'\n]*'|="[^"\n]*"/g, '=<quoted>'],
  [/-?\b\d+\.\d+\b/g, '<float>'],
  [/-?\b\d+\b/g, '<int>'],
];

const errorLine = /\b(?:[A-Z]\w*)?(?:Error|Exception)\b|\bexpect(?:ed)?\b|\btimed? ?out\b|\bfailed\b/i;
const frame = /^\s*(?:at|❯)\s+(?:async )?(?:(.+?) \()?((?:file:\/\/)?[^\s()]+?):\d+(?::\d+)?\)?$/;
const foreign = /node_modules|^node:|^internal\/|<anonymous>/;

/** Rules of other tools, from the plainest to the one of error trackers. */
export const peerRules: readonly KeyRule[] = [
  { name: 'exact text', keyOf: (text) => text },
  { name: 'first error line', keyOf: errorLineOf },
  { name: 'error class of the first line', keyOf: (text) => classOf(firstLineOf(text)) },
  { name: 'error line, numbers and ids masked', keyOf: (text) => parameterised(errorLineOf(text)) },
  { name: 'class, masked message, top frame', keyOf: (text) => `${messageKeyOf(text)}\n${framesOf(text)[0] ?? ''}` },
  {
    name: 'stack of own frames, else class and masked message',
    keyOf: (text) => {
      const frames = framesOf(text);
      return frames.length > 0 ? `${classOf(errorLineOf(text))}\n${frames.join('\n')}` : messageKeyOf(text);
    },
  },
];

function messageKeyOf(text: string): string {
  const line = errorLineOf(text);
  return `${classOf(line)}\n${parameterised(line)}`;
}

function firstLineOf(text: string): string {
  return (
    stripAnsi(text)
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}

/** The first line that tells of an error; titles that runners print above it do not count. */
function errorLineOf(text: string): string {
  const lines = stripAnsi(text).split('\n');
  const line = lines.find((candidate) => errorLine.test(candidate) && !/^\s*(?:FAIL|●|\d+\)|not ok) /.test(candidate));
  return line?.trim() ?? firstLineOf(text);
}

function classOf(line: string): string {
  return (
    /\b[A-Z]\w*(?:Error|Exception)\b|\bError\b/.exec(line)?.[0] ??
    (/time(?:d )?-?out/i.test(line) ? 'Timeout' : 'Unknown')
  );
}

function parameterised(line: string): string {
  return parameters.reduce((text, [pattern, name]) => text.replace(pattern, name), line);
}

/** Function and file name of each frame outside of libraries and engines. */
function framesOf(text: string): readonly string[] {
  return stripAnsi(text)
    .split('\n')
    .flatMap((line) => {
      const [, name = '', file = ''] = frame.exec(line) ?? [];
      if (file === '' || foreign.test(file)) return [];
      return [`${name.replace(/^Object\./, '')}@${file.split(/[\\/]/).at(-1)}`];
    });
}
