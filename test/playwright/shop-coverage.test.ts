import type { Run } from '@millwright/core';
import { openHistory } from '@millwright/history';
import { expect, test } from 'vitest';

import { openScratchShop } from '../support/shop.ts';

const specs = ['tests/e2e/ui/cart.spec.ts', 'tests/e2e/ui/login.spec.ts', 'tests/e2e/api/catalogue.spec.ts'];

test('a bundle that vite-plugin-istanbul instrumented tells which sources each test executed', async () => {
  const shop = await openScratchShop();
  const { exitCode, stdout, stderr } = await shop.playwright(specs, { SHOP_INSTRUMENT: '1' });
  expect(exitCode, stdout + stderr).toBe(0);
  const history = openHistory({ dir: `${shop.root}/.millwright`, root: shop.root });
  const { filesByTest, precision } = await history.readCoverageMap();
  const runs: Run[] = [];
  for await (const one of history.readRuns()) runs.push(one);
  const [run] = runs;
  const executedBy = (file: string): Map<string | undefined, readonly string[]> =>
    new Map(
      (run?.tests ?? [])
        .filter((entry) => entry.file === file)
        .map((entry) => [entry.titlePath.at(-1), filesByTest.get(entry.id) ?? []]),
    );

  const [cart, login, api] = specs.map((file) => executedBy(file));
  const onlyCatalogue = cart?.get('counts what is added @smoke');
  expect(onlyCatalogue).toEqual(
    expect.arrayContaining(['src/ui/cart.ts', 'src/ui/main.ts', 'src/ui/pages/catalogue.ts', 'src/ui/router.ts']),
  );
  expect(onlyCatalogue).not.toContain('src/ui/pages/cart.ts');
  for (const title of ['multiplies by the quantity', 'forgets what is removed', 'survives a reload']) {
    expect(cart?.get(title)).toEqual(
      expect.arrayContaining(['src/ui/cart.ts', 'src/ui/main.ts', 'src/ui/pages/cart.ts']),
    );
    expect(cart?.get(title)).not.toContain('src/ui/pages/catalogue.ts');
  }
  expect(login?.size).toBeGreaterThan(1);
  for (const [title, files] of login ?? []) {
    expect(files.includes('src/ui/pages/login.ts')).toBe(title !== 'and out again');
    expect(files).not.toContain('src/ui/pages/admin.ts');
  }
  expect(api?.size).toBeGreaterThan(1);
  expect([...(api?.values() ?? [])].flat()).toEqual([]);
  expect(new Set(precision.values())).toEqual(new Set(['executed']));
  expect([...filesByTest.values()].flat().filter((file) => !file.startsWith('src/'))).toEqual([]);
  expect(run?.notes).toEqual([]);
  shop.remove();
});
