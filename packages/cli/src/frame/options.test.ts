import { UserError } from '@millwright/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  choiceOption,
  dateOption,
  durationOption,
  flagOption,
  listOption,
  textOption,
  wholeNumberOption,
} from './options.ts';

const described = { describe: 'for a test' };

function messageOf(read: () => unknown): string {
  try {
    return `no error, got ${JSON.stringify(read())}`;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}

describe('values that are taken', () => {
  test.each([
    ['a text', textOption('name', described).coerce('nightly'), 'nightly'],
    ['words with commas', listOption('services', described).coerce(' a, b ,,c'), ['a', 'b', 'c']],
    ['an option given twice', listOption('services', described).coerce(['a,b', 'c']), ['a', 'b', 'c']],
    ['zero where it is allowed', wholeNumberOption('retries', { ...described, least: 0 }).coerce('0'), 0],
    ['milliseconds', durationOption('budget', described).coerce('250ms'), 250],
    ['seconds', durationOption('budget', described).coerce('1.5s'), 1500],
    ['minutes', durationOption('budget', described).coerce('5m'), 300_000],
    ['hours', durationOption('budget', described).coerce('1h'), 3_600_000],
    ['a day', dateOption('since', described).coerce('2026-11-01'), '2026-11-01T00:00:00.000Z'],
    [
      'a moment elsewhere',
      dateOption('since', described).coerce('2026-11-01T01:30:00+02:00'),
      '2026-10-31T23:30:00.000Z',
    ],
    ['a word of a choice', choiceOption('format', { ...described, words: ['ctrf', 'junit'] }).coerce('junit'), 'junit'],
  ])('%s', (_name, value, expected) => expect(value).toEqual(expected));

  test.each([textOption, listOption, durationOption, dateOption])(
    'an option that was not given stays undefined',
    (make) => expect(make('x', described).coerce(undefined)).toBeUndefined(),
  );
});

test('a word of a choice that is misspelt is told the one that was meant', () => {
  const option = choiceOption('objective', { ...described, words: ['failures', 'risk'] });
  expect(() => option.coerce('failurs')).toThrow(expect.objectContaining({ hint: 'Did you mean `failures`?' }));
  expect(() => option.coerce('speed')).toThrow(expect.objectContaining({ hint: 'See the `--help` of the command.' }));
});

describe('values that are refused name the option, what is expected and the value', () => {
  test.each([
    [
      'not a number',
      () => wholeNumberOption('parallel', { ...described, least: 1 }).coerce('many'),
      'Expected `--parallel` to be a whole number of at least 1, got "many".',
    ],
    [
      'below the least',
      () => wholeNumberOption('parallel', { ...described, least: 1 }).coerce('0'),
      'Expected `--parallel` to be a whole number of at least 1, got "0".',
    ],
    [
      'a fraction',
      () => wholeNumberOption('parallel', { ...described, least: 1 }).coerce('1.5'),
      'Expected `--parallel` to be a whole number of at least 1, got "1.5".',
    ],
    [
      'too large to be exact',
      () => wholeNumberOption('last', { ...described, least: 1 }).coerce('99999999999999999999'),
      'Expected `--last` to be a whole number of at least 1, got "99999999999999999999".',
    ],
    [
      'a duration without unit',
      () => durationOption('budget', described).coerce('5'),
      'Expected `--budget` to be a duration such as `90s`, `5m` or `1h`, got "5".',
    ],
    [
      'no duration at all',
      () => durationOption('budget', described).coerce('0s'),
      'Expected `--budget` to be a duration such as `90s`, `5m` or `1h`, got "0s".',
    ],
    [
      'a day that does not exist',
      () => dateOption('since', described).coerce('2026-13-01'),
      'Expected `--since` to be a date such as `2026-11-01` or `2026-11-01T08:30:00Z`, got "2026-13-01".',
    ],
    [
      'another word',
      () => choiceOption('format', { ...described, words: ['ctrf', 'junit'] }).coerce('xml'),
      'Expected `--format` to be one of ctrf, junit, got "xml".',
    ],
    [
      'commas only',
      () => listOption('services', described).coerce(',,'),
      'Expected `--services` to be one or more words separated by commas, got ",,".',
    ],
    ['an empty text', () => textOption('name', described).coerce(''), 'Expected `--name` to be a value, got "".'],
    [
      'given twice',
      () => textOption('name', described).coerce(['a', 'b']),
      'Expected `--name` to be given once, got "a and b".',
    ],
  ])('%s', (_name, read, message) => expect(messageOf(read)).toBe(message));
});

test('every whole number is read as itself', () => {
  const { coerce } = wholeNumberOption('last', { ...described, least: 0 });
  fc.assert(fc.property(fc.nat(), (number) => coerce(String(number)) === number));
});

test('whatever is written, a duration is a positive number or a UserError', () => {
  const { coerce } = durationOption('budget', described);
  const written = fc.oneof(
    fc.string(),
    fc.tuple(fc.nat(), fc.constantFrom('ms', 's', 'm', 'h', 'd', '')).map((part) => part.join('')),
  );
  fc.assert(
    fc.property(written, (text) => {
      try {
        expect(coerce(text)).toBeGreaterThan(0);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
      }
    }),
  );
});

test('a switch has no value', () => expect(flagOption(described)).toEqual({ describe: 'for a test', type: 'boolean' }));
