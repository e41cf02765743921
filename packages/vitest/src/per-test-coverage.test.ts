import { resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { ownSetupFiles, switchOnPerTestCoverage } from './per-test-coverage.ts';
import type { VitestInstance } from './runner-api.ts';
import type { PerTestCoverage } from './settings.ts';

interface Setup {
  readonly way: PerTestCoverage;
  readonly coverage?: {
    readonly enabled: boolean;
    readonly provider: string;
    readonly ignoreEmptyLines?: boolean;
    readonly experimentalAstAwareRemapping?: boolean;
  };
  readonly root?: string;
  readonly mergeReports?: string;
}

const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** One project in Node, one in a browser, one in a pool that we do not know. */
function vitestWith({ coverage, root = repositoryRoot, mergeReports }: Setup): {
  readonly vitest: VitestInstance;
  readonly provided: unknown[];
} {
  const provided: unknown[] = [];
  const provide = (...told: unknown[]): void => void provided.push(told);
  const config = { root, ...(coverage ? { coverage } : {}), ...(mergeReports ? { mergeReports } : {}) };
  const projects = [
    { name: 'node', config: { root, pool: 'threads', setupFiles: ['/app/setup.ts'] }, provide },
    { name: 'browser', config: { root, pool: 'forks', setupFiles: [], browser: { enabled: true } }, provide },
    { name: 'elsewhere', config: { root, pool: 'cloudflare', setupFiles: [] }, provide },
  ];
  return { vitest: { version: '5.1.0', config, projects }, provided };
}

const setupFilesOf = (vitest: VitestInstance): unknown[] => vitest.projects.map(({ config }) => config.setupFiles);

describe('switchOnPerTestCoverage', () => {
  test.each<Setup & { name: string }>([
    { name: 'v8 without coverage', way: 'v8' },
    { name: 'v8 beside the v8 provider', way: 'v8', coverage: { enabled: true, provider: 'v8' } },
    {
      name: 'v8 beside the v8 provider of Vitest 3 that goes by the source',
      way: 'v8',
      coverage: { enabled: true, provider: 'v8', ignoreEmptyLines: true, experimentalAstAwareRemapping: true },
    },
    { name: 'istanbul', way: 'istanbul', coverage: { enabled: true, provider: 'istanbul' } },
  ])('looks into Node, never into browsers: $name', (setup) => {
    const { vitest, provided } = vitestWith(setup);
    expect(switchOnPerTestCoverage(vitest, setup.way, {})).toEqual([]);
    const own = ownSetupFiles.find((file) => file.includes(setup.way));
    expect(setupFilesOf(vitest)).toEqual([['/app/setup.ts', own], [], []]);
    const merger = ['millwrightV8Merger', expect.stringContaining('v8-coverage')];
    expect(provided).toEqual(setup.way === 'v8' && setup.coverage ? [merger] : []);
  });

  test.each<Setup & { name: string; env?: Record<string, string>; told: RegExp }>([
    { name: 'coverage is off', way: 'istanbul', told: /coverage is off or not of the istanbul provider/ },
    {
      name: 'the provider is another one',
      way: 'istanbul',
      coverage: { enabled: true, provider: 'v8' },
      told: /not of the istanbul provider/,
    },
    { name: 'somebody else counts', way: 'v8', env: { NODE_V8_COVERAGE: '/tmp/c8' }, told: /NODE_V8_COVERAGE is set/ },
    {
      name: 'the report of Vitest 3 would change',
      way: 'v8',
      coverage: { enabled: true, provider: 'v8', ignoreEmptyLines: true },
      told: /branches in the report.* would change/,
    },
    {
      name: 'the way back is not there',
      way: 'v8',
      coverage: { enabled: true, provider: 'v8' },
      root: '/nowhere',
      told: /@bcoe\/v8-coverage.* was not found/,
    },
  ])('leaves the run alone and says so when $name', ({ env = {}, told, ...setup }) => {
    const { vitest } = vitestWith(setup);
    expect(switchOnPerTestCoverage(vitest, setup.way, env)).toEqual([expect.stringMatching(told)]);
    expect(setupFilesOf(vitest)).toEqual([['/app/setup.ts'], [], []]);
  });

  test.each<Setup & { name: string }>([
    { name: 'it is off', way: 'off' },
    { name: 'reports are merged and nothing runs', way: 'v8', mergeReports: 'blobs' },
  ])('does nothing and says nothing when $name', (setup) => {
    const { vitest } = vitestWith(setup);
    expect(switchOnPerTestCoverage(vitest, setup.way, {})).toEqual([]);
    expect(setupFilesOf(vitest)).toEqual([['/app/setup.ts'], [], []]);
  });

  test('says so when every test runs in a browser', () => {
    const { vitest } = vitestWith({ way: 'v8' });
    const browserOnly = { ...vitest, projects: vitest.projects.slice(1) };
    expect(switchOnPerTestCoverage(browserOnly, 'v8', {})).toEqual([expect.stringMatching(/no project runs there/)]);
    expect(setupFilesOf(browserOnly)).toEqual([[], []]);
  });

  test('adds its file once', () => {
    const { vitest } = vitestWith({ way: 'v8' });
    switchOnPerTestCoverage(vitest, 'v8', {});
    switchOnPerTestCoverage(vitest, 'v8', {});
    expect(vitest.projects[0]?.config.setupFiles).toHaveLength(2);
  });
});
