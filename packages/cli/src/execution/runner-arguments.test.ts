import type { Execution } from '@millwright/core';
import { describe, expect, test } from 'vitest';

import { storableArgumentsOf, wantedArgumentsOf } from './runner-arguments.ts';

const redact = (text: string): string => text.replaceAll(/hunter2|--password \S+/g, '[redacted]');

describe('what is stored of the arguments for the runner', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['none', [], []],
    ['plain ones', ['--trace', 'on'], ['--trace', 'on']],
    ['a secret value', ['--trace', 'on', '--token=hunter2'], ['[redacted]']],
    ['a secret that only its flag gives away', ['--password', 'plain'], ['[redacted]']],
  ])('%s', (_name, given, stored) => expect(storableArgumentsOf(given, redact)).toEqual(stored));
});

describe('what a resumed execution hands to the runner', () => {
  const executionWith = (part: Partial<Execution>): Execution => ({
    executionId: 'exec-1',
    strategyId: 's',
    status: 'running',
    startedAt: '2026-01-01T00:00:00.000Z',
    options: {},
    batches: [],
    tests: [],
    ...part,
  });

  test.each<[string, Partial<Execution>, readonly string[], readonly string[]]>([
    ['what it was started with', { runnerArguments: ['--trace', 'on'] }, [], ['--trace', 'on']],
    ['new ones instead', { runnerArguments: ['--trace', 'on'] }, ['--debug'], ['--debug']],
    ['an execution of before they were stored', {}, [], []],
    ['new ones instead of a secret', { runnerArguments: ['[redacted]'] }, ['--token=x'], ['--token=x']],
  ])('%s', (_name, part, given, wanted) => expect(wantedArgumentsOf(executionWith(part), given)).toEqual(wanted));

  test('a secret has to be given again', () =>
    expect(() => wantedArgumentsOf(executionWith({ runnerArguments: ['[redacted]'] }), [])).toThrow(
      expect.objectContaining({ code: 'arguments-withheld', hint: 'Give it again after `--`.' }),
    ));
});
