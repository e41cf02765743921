import { expect, test } from 'vitest';

import { describeOutage } from './outage-sentence.ts';

const window = {
  runId: 'r1',
  server: '<local>:3000',
  startedAtMs: Date.parse('2026-11-28T09:42:07.512Z'),
  tellingTests: 33,
  lastSeenAtMs: Date.parse('2026-11-28T09:44:00.000Z'),
};

test.each([
  {
    name: 'a server of this machine',
    facts: {},
    sentence: 'The app server at :3000 stopped answering at 10:42:07, 33 tests after it.',
  },
  {
    name: 'another server',
    facts: { window: { ...window, server: 'shop.test' } },
    sentence: 'The app server at shop.test stopped answering at 10:42:07, 33 tests after it.',
  },
  {
    name: 'a database',
    facts: { window: { ...window, server: '<local>:5432' } },
    sentence: 'The server at :5432 stopped answering at 10:42:07, 33 tests after it.',
  },
  {
    name: 'nothing that passed before',
    facts: { answeredBefore: false },
    sentence: 'The app server at :3000 stopped answering at 10:42:07 or before, 33 tests after it.',
  },
  {
    name: 'an error for an answer, and no name',
    facts: { window: { ...window, server: '', status: 503 } },
    sentence: 'The app server answered 503 from 10:42:07 on, 33 tests after it.',
  },
  {
    name: 'one test',
    facts: { tests: 1 },
    sentence: 'The app server at :3000 stopped answering at 10:42:07, 1 test after it.',
  },
])('$name', ({ facts, sentence }) => {
  const outage = describeOutage({ window, tests: 33, answeredBefore: true, timeZone: 'Europe/Berlin', ...facts });
  expect(outage.sentence).toBe(sentence);
});

test('times as ISO 8601', () => {
  expect(describeOutage({ window, tests: 33, answeredBefore: true, timeZone: 'UTC' })).toMatchObject({
    server: ':3000',
    startedAt: '2026-11-28T09:42:07.512Z',
    lastSeenAt: '2026-11-28T09:44:00.000Z',
  });
});
