import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import playwright from '@playwright/test';

const require = createRequire(import.meta.url);
const preload = '../../packages/playwright/dist/preload';

interface TestInfo {
  readonly testId: string;
  readonly retry: number;
  readonly status: string;
  readonly expectedStatus: string;
  readonly errors: readonly unknown[];
  readonly project: { readonly use: object };
}

/** The recorder of a worker, in this process, so that it can be taken out and put back between two actions. */
export interface CaptureSwitch {
  /** With it, actions go through the recorder as part of a new test; without, as if there were none. */
  turn(on: boolean): void;
  /** Ends the test, as a worker does. */
  endTest(): Promise<void>;
  close(): void;
}

type Connection = Record<'sendMessageToServer', unknown>;

/** Installs the recorder exactly as a worker does, around the connection of this process. */
export function openCaptureSwitch(): CaptureSwitch {
  const dir = mkdtempSync(join(tmpdir(), 'millwright-bench-capture-'));
  const { openCaptureFile } = require(`${preload}/capture-file.cjs`) as { openCaptureFile: (dir: string) => object };
  const { openChokePoint } = require(`${preload}/choke-point.cjs`) as {
    openChokePoint: (connection: object) => object;
  };
  const { startElements } = require(`${preload}/element-recorder.cjs`) as { startElements: (options: object) => void };
  const { chromium } = playwright as unknown as { chromium: { _connection: object; _instrumentation: object } };
  const connection = Object.getPrototypeOf(chromium._connection) as Connection;
  const bare = connection.sendMessageToServer;
  const chokePoint = openChokePoint(chromium._connection);
  const wrapped = connection.sendMessageToServer;
  connection.sendMessageToServer = bare;
  let test: TestInfo | undefined;
  let count = 0;
  const endings: ((test: TestInfo) => Promise<void>)[] = [];
  startElements({
    playwright: { chromium, test: { info: () => test } },
    dir,
    file: openCaptureFile(dir),
    chokePoint,
    remembers: true,
    testEnds: { addListener: (listener: (test: TestInfo) => Promise<void>) => void endings.push(listener) },
  });
  return {
    turn(on) {
      count += 1;
      const plain = { retry: 0, status: 'passed', expectedStatus: 'passed', errors: [], project: { use: {} } };
      test = on ? { testId: `test ${count}`, ...plain } : undefined;
      connection.sendMessageToServer = on ? wrapped : bare;
    },
    async endTest() {
      if (test) for (const end of endings) await end(test);
    },
    close() {
      connection.sendMessageToServer = bare;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
