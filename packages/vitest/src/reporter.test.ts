import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Reporter } from 'vitest/node';

import MillwrightReporter from './reporter.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Stands for whatever a future version may hand in: every look at it fails. */
const hostile = (): never =>
  new Proxy(
    {},
    {
      get() {
        throw new Error('not as expected');
      },
    },
  ) as never;

async function sendEverything(reporter: MillwrightReporter): Promise<void> {
  await reporter.onTestRunStart([hostile()]);
  reporter.onTestModuleQueued(hostile());
  reporter.onTestModuleCollected(hostile());
  reporter.onTestCaseResult(hostile());
  reporter.onUserConsoleLog(hostile());
  reporter.onTestModuleEnd(hostile());
  await reporter.onCoverage(hostile());
  await reporter.onTestRunEnd([hostile()], [hostile()], 'passed');
}

describe('MillwrightReporter', () => {
  test('is a reporter in the eyes of the installed Vitest', () => {
    const reporter: Reporter = new MillwrightReporter({ dir: '.millwright' });
    expect(reporter.onInit).toBeTypeOf('function');
  });

  test('takes events before it was set up without a word', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await sendEverything(new MillwrightReporter());
    expect(write).not.toHaveBeenCalled();
  });

  test('never throws, and says in one line what went wrong first', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const reporter = new MillwrightReporter();
    await reporter.onInit(hostile());
    await sendEverything(reporter);
    expect(write.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(/^millwright: Could not record this run: not as expected.*\n$/),
    ]);
  });

  test('survives a stderr that cannot be written', async () => {
    vi.spyOn(process.stderr, 'write').mockImplementation(() => {
      throw new Error('EPIPE');
    });
    await expect(new MillwrightReporter().onInit(hostile())).resolves.toBeUndefined();
  });
});
