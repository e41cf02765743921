import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type ProjectManifest } from '@millwright/core';
import { matchesTitlePath, readProjectManifest } from '@millwright/source';
import { beforeAll, describe, expect, test } from 'vitest';

const SHOP = join(import.meta.dirname, '../../fixtures/projects/shop');
const BIN = join(import.meta.dirname, '../../node_modules/.bin');

interface ListedTest {
  readonly file: string;
  readonly titlePath: readonly string[];
}

let manifest: ProjectManifest;
beforeAll(async () => {
  manifest = await readProjectManifest({ root: SHOP });
});

/** The listed tests that no static test of their file can be. */
function missed(listed: readonly ListedTest[]): string[] {
  const byFile = new Map(manifest.testFiles.map((one) => [one.file, one.tests]));
  return listed
    .filter((one) => !byFile.get(one.file)?.some((known) => matchesTitlePath(known, one.titlePath)))
    .map((one) => `${one.file}: ${one.titlePath.join(' > ')}`);
}

describe('the shop', () => {
  test('has its services', () => {
    expect(manifest.services.filter((one) => one.kind === 'routes').map((one) => one.name)).toEqual(
      expect.arrayContaining(['catalogue', 'orders', 'payments', 'users']),
    );
  });

  test('has its endpoints, with who may call them', () => {
    const endpoint = (id: string) => manifest.endpoints.find((one) => one.id === id);
    expect(endpoint('POST /api/v1/users/login')).toMatchObject({ service: 'users', auth: { required: false } });
    expect(endpoint('POST /api/v1/orders')).toMatchObject({
      service: 'orders',
      auth: { required: true, roles: [] },
      requestType: 'OrderInput',
    });
    expect(endpoint('POST /api/v1/payments/:id/refunds')).toMatchObject({
      service: 'payments',
      auth: { required: true, roles: ['admin'] },
    });
    expect(manifest.endpoints.length).toBeGreaterThanOrEqual(25);
  });

  test('reads everything', () => {
    expect(manifest.lacked).toEqual([]);
  });

  test('misses no test that Vitest lists', () => {
    const output = execFileSync(join(BIN, 'vitest'), ['list', '--json', '--no-static-parse'], {
      cwd: SHOP,
      encoding: 'utf8',
    });
    const listed = (JSON.parse(output.slice(output.indexOf('['))) as { name: string; file: string }[]).map((one) => ({
      file: one.file.slice(SHOP.length + 1),
      titlePath: one.name.split(' > '),
    }));
    expect(listed.length).toBeGreaterThan(60);
    expect(missed(listed)).toEqual([]);
  });

  test('misses no test that Playwright lists', () => {
    const output = execFileSync(join(BIN, 'playwright'), ['test', '--list', '--reporter=json'], {
      cwd: SHOP,
      encoding: 'utf8',
    });
    const listed = listedByPlaywright(JSON.parse(output) as { config: { rootDir: string }; suites: PlaywrightSuite[] });
    expect(listed.length).toBeGreaterThan(45);
    expect(missed(listed)).toEqual([]);
  });
});

interface PlaywrightSuite {
  readonly title: string;
  readonly file: string;
  readonly specs?: readonly { readonly title: string; readonly file: string }[];
  readonly suites?: readonly PlaywrightSuite[];
}

/** The tests of Playwright's own list; the outermost suite is the file. */
function listedByPlaywright(report: {
  readonly config: { readonly rootDir: string };
  readonly suites: readonly PlaywrightSuite[];
}): ListedTest[] {
  const folder = report.config.rootDir.slice(SHOP.length + 1);
  const collect = (suite: PlaywrightSuite, titles: readonly string[]): ListedTest[] => [
    ...(suite.specs ?? []).map((spec) => ({
      file: folder === '' ? spec.file : `${folder}/${spec.file}`,
      titlePath: [...titles, spec.title],
    })),
    ...(suite.suites ?? []).flatMap((inner) => collect(inner, [...titles, inner.title])),
  ];
  return report.suites.flatMap((suite) => collect(suite, []));
}
