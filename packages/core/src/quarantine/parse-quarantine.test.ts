import { describe, expect, test } from 'vitest';

import { testIdOf } from '../identity/test-id.ts';
import { parseQuarantine } from './parse-quarantine.ts';
import { type QuarantineEntry, noQuarantine } from './quarantine.ts';
import { renderQuarantine } from './render-quarantine.ts';

const name = { runner: 'vitest', file: 'a.test.ts', titlePath: ['cart', 'adds'] };
const entry: QuarantineEntry = {
  id: testIdOf({ ...name, project: '' }),
  ...name,
  reason: 'it races',
  owner: '@shop',
  since: '2026-11-21T10:00:00.000Z',
  expires: '2026-12-05',
  budget: { failedRuns: 20 },
};
const textOf = (over: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ format: 'millwright/quarantine', version: 1, entries: [{ ...entry, ...over }] });

describe('parseQuarantine', () => {
  test('reads what was rendered, and renders it alike', () => {
    const text = renderQuarantine({ ...noQuarantine, entries: [entry, { ...entry, project: '', flakeRatio: 0.1 }] });
    const read = parseQuarantine(text);
    expect(read.kind === 'read' ? renderQuarantine(read.quarantine) : read).toBe(text);
  });

  test('reads past a byte order mark', () => {
    expect(parseQuarantine(`\uFEFF${textOf({})}`)).toMatchObject({ kind: 'read' });
  });

  test('caps that are not told have defaults', () => {
    expect(parseQuarantine(textOf({}))).toMatchObject({ quarantine: { caps: { suite: 10, owner: 5 } } });
  });

  test.each([
    ['no JSON', '', 'It is no JSON'],
    ['another document', '{"format":"x"}', '`format`'],
    ['a newer version', '{"format":"millwright/quarantine","version":2}', '`version` to be 1, got 2'],
    ['no entries', '{"format":"millwright/quarantine","version":1}', '`entries` to be a list'],
    ['wrong caps', '{"format":"millwright/quarantine","version":1,"caps":{"suite":"many"},"entries":[]}', '`caps`'],
    ['no owner', textOf({ owner: undefined }), '`entries[0].owner` to be a text, got nothing'],
    ['a blank reason', textOf({ reason: ' ' }), '`entries[0].reason`'],
    ['no expiry', textOf({ expires: undefined }), '`entries[0].expires`'],
    ['no such day', textOf({ expires: '2026-02-30' }), '`entries[0].expires`'],
    ['no budget', textOf({ budget: {} }), '`entries[0].budget`'],
    ['an unknown budget', textOf({ budget: { money: 3 } }), '`entries[0].budget`'],
    ['an unknown field', textOf({ forever: true }), '`entries[0].forever` is no field'],
    [
      'the id of another test',
      textOf({ titlePath: ['cart', 'removes'] }),
      'is not the id of "a.test.ts > cart > removes"',
    ],
    ['an entry that is none', '{"format":"millwright/quarantine","version":1,"entries":[null]}', '`entries[0]`'],
  ])('%s: forgives nothing, and says why', (_, text, fault) => {
    expect(parseQuarantine(text)).toEqual({ kind: 'unreadable', fault: expect.stringContaining(fault) as string });
  });
});
