import { expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { readProjectManifest } from './read-project-manifest.ts';

const ROUTE = `import { Router } from 'express'; export const r = Router(); r.get('/x', () => 1);`;

async function servicesOf(
  files: Readonly<Record<string, string>>,
  services?: { name: string; root: string }[],
): Promise<string[]> {
  const manifest = await readProjectManifest({ root: writeProject(files), ...(services && { config: { services } }) });
  return manifest.services.map((one) => `${one.name} ${one.kind} ${one.root} ${one.files.length}`);
}

test.each([
  [
    'npm workspaces',
    {
      'package.json': '{"workspaces":["apps/*"]}',
      'apps/api/package.json': '{"name":"@x/api"}',
      'apps/api/src/a.ts': '',
      'apps/web/package.json': '{"name":"web"}',
      'apps/web/a.js': '',
    },
    ['api workspace apps/api 1', 'web workspace apps/web 1'],
  ],
  [
    'a package named after a runner',
    {
      'package.json': '{"workspaces":["packages/*"]}',
      'packages/playwright/package.json': '{"name":"@x/playwright"}',
      'packages/playwright/src/a.ts': '',
    },
    ['playwright workspace packages/playwright 1'],
  ],
  [
    'pnpm workspaces',
    {
      'package.json': '{}',
      'pnpm-workspace.yaml': 'packages:\n  - \'apps/*\' # all\n  - "!apps/old"\ncatalog:\n  - x\n',
      'apps/api/package.json': '{}',
      'apps/api/a.ts': '',
      'apps/old/package.json': '{}',
      'apps/old/a.ts': '',
    },
    ['api workspace apps/api 1'],
  ],
  [
    'web servers',
    {
      'playwright.config.ts': `export default { webServer: [{ command: 'npm run start:api', url: '' }, { name: 'Front', command: 'x', cwd: './web' }] };`,
      'web/a.ts': '',
      'server/b.ts': '',
    },
    ['api webServer . 2', 'Front webServer web 1'],
  ],
  [
    'folders of routes',
    { 'src/services/users/routes.ts': ROUTE, 'src/services/users/b.ts': '', 'src/services/orders/routes.ts': ROUTE },
    ['orders routes src/services/orders 1', 'users routes src/services/users 2'],
  ],
  [
    'files of routes',
    { 'src/routes/users.routes.ts': ROUTE, 'src/routes/ordersRouter.ts': ROUTE, 'src/index.ts': '' },
    ['orders routes src/routes 1', 'users routes src/routes 1'],
  ],
  ['nothing special', { 'package.json': '{"name":"@me/tool"}', 'a.ts': '' }, ['tool routes . 1']],
])('%s', async (_name, files, expected) => {
  expect(await servicesOf(files)).toEqual(expected);
});

test('configured services are the only ones', async () => {
  expect(
    await servicesOf(
      {
        'package.json': '{"workspaces":["apps/*"]}',
        'apps/api/package.json': '{}',
        'apps/api/a.ts': '',
        'lib/b.ts': '',
      },
      [{ name: 'library', root: './lib/' }],
    ),
  ).toEqual(['library configured lib 1']);
});
