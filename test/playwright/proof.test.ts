import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import type { ControlObservation, ProofObservation, ProofRequest, StepObservation } from '@millwright/core';
import { readFailingPages } from '@millwright/history';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Ending, type PlaywrightProject, chromiumUse, createPlaywrightProject } from './playwright-project.ts';

/** The app draws its button anew all the time, as a framework may. */
const shop = `<title>Shop</title><h1>Basket</h1><p id=count>2</p><label><input type=checkbox checked> Gift</label><ul><li>Apple</li><li>Pear</li></ul>
<div id=root></div><script>
const draw = () => { document.querySelector('#root').innerHTML = '<button id=pay>Pay</button>'; };
draw(); setInterval(draw, 300);
document.body.insertAdjacentHTML('beforeend', '<p>Loading</p>');
setTimeout(() => { document.body.lastElementChild.outerHTML = '<p>Ready</p>'; }, 700);
document.querySelector('#root').onclick = async () => { await fetch('/api/orders/17?x=1', { method: 'POST' }); location.href = '/orders/17'; };
</script>`;
const order = `<title>Order</title><h1>Thanks</h1><img src="/logo.png">`;

const spec = `import { test, expect, type Page } from '@playwright/test';
import { pay } from './pages';
test('buys', async ({ page }) => {
  await page.goto(process.env.BASE_URL ?? '');
  await expect(page.locator('#count')).toHaveText('2');
  await expect(page.getByText('Nothing')).not.toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByLabel('Gift')).toBeChecked();
  await pay(page);
  await expect(page.getByRole('heading')).toHaveText('Thanks');
});
test('lists', async ({ page }) => { await page.goto(process.env.BASE_URL ?? ''); expect(await page.locator('li').count()).toBe(2); });
const checks: Record<string, (page: Page) => Promise<void>> = {
  ${[
    "'a text': (page) => expect(page.locator('#count')).toHaveText('2')",
    "'a part of a text': (page) => expect(page.locator('h1')).toContainText('Bask')",
    "'a pattern': (page) => expect(page.locator('h1')).toHaveText(/ask/)",
    "'texts': (page) => expect(page.locator('li')).toHaveText(['Apple', /ear/])",
    "'a number': (page) => expect(page.locator('li')).toHaveCount(2)",
    "'a property': (page) => expect(page.getByLabel('Gift')).toHaveJSProperty('checked', true)",
    "'a state': (page) => expect(page.getByLabel('Gift')).toBeChecked()",
    "'what is hidden': (page) => expect(page.getByText('Nothing')).toBeHidden()",
    "'what is negated': (page) => expect(page.locator('#count')).not.toHaveText('3')",
    "'what comes late': (page) => expect(page.getByText('Ready')).toBeVisible()",
    "'what goes late': (page) => expect(page.getByText('Loading')).not.toBeVisible()",
    "'an address': (page) => expect(page).toHaveURL(/localhost/)",
  ].join(', ')}
};
for (const [name, check] of Object.entries(checks)) test('asserts ' + name, async ({ page }) => { await page.goto(process.env.BASE_URL ?? ''); await check(page); });
`;
const pages = `import { type Page } from '@playwright/test';
export async function pay(page: Page) {
  await page.getByRole('button', { name: 'Pay' }).click();
}
`;

let project: PlaywrightProject;
let server: Server;
let proofs = 0;

beforeAll(async () => {
  project = createPlaywrightProject(
    { 'a.spec.ts': spec, 'pages.ts': pages },
    { config: `workers: 2, fullyParallel: true, use: { ${chromiumUse} }` },
  );
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(request.url === '/' ? shop : order);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
});
afterAll(() => {
  server.close();
  project.remove();
});

interface Proof {
  readonly ending: Ending;
  readonly steps: readonly StepObservation[];
  readonly controls: readonly ControlObservation[];
}

async function prove(request: Partial<ProofRequest>, args: readonly string[] = ['--grep', 'buys']): Promise<Proof> {
  const folder = path.join(project.dir, `proof-${(proofs += 1)}`);
  const observations = path.join(folder, 'observations.ndjson');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'request.json'), JSON.stringify({ observations, watched: [], ...request }));
  const env = {
    BASE_URL: address(),
    MILLWRIGHT_PROOF: path.join(folder, 'request.json'),
    MILLWRIGHT_EXPERIMENT: '1',
  };
  const ending = await project.run({ args, env, timeoutMs: 120_000 });
  const lines = readFileSync(observations, 'utf8').trimEnd().split('\n');
  const all = lines.map((line) => JSON.parse(line) as ProofObservation);
  return {
    ending,
    steps: all.filter((one) => one.k === 'step'),
    controls: all.filter((one) => one.k === 'control'),
  };
}

const address = () => `http://localhost:${(server.address() as AddressInfo).port}/`;
const at = (line: number, file = 'a.spec.ts') => ({ file: path.join(project.dir, file), line });

test('every call of every attempt is observed, with what followed it', async () => {
  const crops = path.join(project.dir, 'crops');
  const { ending, steps } = await prove({ crops, watched: [at(3, 'pages.ts')] }, [
    '--grep',
    'buys|lists',
    '--repeat-each',
    '2',
  ]);
  expect(ending.code, ending.stdout + ending.stderr).toBe(0);
  expect(steps).toHaveLength(14);
  const [first, second] = [0, 1].map((repeat) =>
    steps.filter((step) => step.titlePath.at(-1) === 'buys' && step.repeat === repeat),
  );
  for (const observed of [first, second]) {
    const told = observed?.map(({ locator, action, expression, isNot, asserts, matches, ok, fingerprint }) =>
      [locator, action, expression, isNot, asserts, matches, ok, fingerprint?.tag].map(String).join(' | '),
    );
    expect(told).toEqual([
      "locator('#count') | expect | to.have.text | false | text | 1 | true | p",
      "getByText('Nothing') | expect | to.be.visible | true | state | 0 | true | undefined",
      "getByRole('listitem') | expect | to.have.count | false | count | 2 | true | undefined",
      "getByLabel('Gift') | expect | to.be.checked | false | state | 1 | true | input",
      "getByRole('button', { name: 'Pay' }) | click | undefined | undefined | undefined | 1 | true | button",
      "getByRole('heading') | expect | to.have.text | false | text | 1 | true | h1",
    ]);
  }
  const click = first?.[4];
  expect(click).toMatchObject({
    place: at(3, 'pages.ts'),
    url: '/',
    index: 4,
    contract: { urlAfter: expect.stringMatching(/^\/(?:orders\/:id)?$/) },
  });
  // The page may be left before the next call is made, or after.
  expect(
    first
      ?.slice(4)
      .flatMap(({ contract }) => contract?.requests ?? [])
      .toSorted(),
  ).toEqual(['GET /orders/:id 2xx', 'POST /api/orders/:id 2xx']);
  expect(first?.[5]?.contract?.urlAfter).toBe('/orders/:id');
  const png = readFileSync(click?.crop ?? '');
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(steps.find(({ action }) => action === 'queryCount')).toMatchObject({ matches: 2, ok: true });
});

describe('a negative control', () => {
  test('without the element, the step fails though the element is drawn anew', async () => {
    const { ending, steps, controls } = await prove({
      controls: [{ kind: 'without-element', step: at(3, 'pages.ts') }],
    });
    expect(ending.code).toBe(1);
    expect(controls).toMatchObject([
      { kind: 'without-element', applied: true, ok: false, testPassed: false, place: at(3, 'pages.ts') },
    ]);
    expect(steps.at(-1)).toMatchObject({ action: 'click', ok: false, matches: 0 });
    expect(ending.stdout).toMatch(/Timeout 2000ms exceeded/);
  });

  test('a step that is left out is done as far as the test knows, until it notices', async () => {
    const { ending, steps, controls } = await prove({
      controls: [{ kind: 'without-step', step: at(3, 'pages.ts') }],
    });
    expect(ending.code).toBe(1);
    expect(controls).toMatchObject([{ kind: 'without-step', applied: true, ok: true, testPassed: false }]);
    expect(steps.map(({ action }) => action)).not.toContain('click');
    expect(steps.at(-1)).toMatchObject({ locator: "getByRole('heading')", ok: false });
  });

  test('altered, assertions of all kinds fail', async () => {
    const asserts = ['--grep', 'asserts', '--workers', '4'];
    const { ending, controls } = await prove({ controls: [{ kind: 'altered-assertion', step: at(14) }] }, asserts);
    expect(ending.code).toBe(1);
    expect(ending.stdout).toMatch(/\b12 failed/);
    expect(controls).toHaveLength(12);
    for (const control of controls) expect(control).toMatchObject({ applied: true, ok: false, place: at(14) });
    expect(
      (await project.run({ args: asserts, timeoutMs: 120_000, env: { BASE_URL: address(), MILLWRIGHT_DIR: 'plain' } }))
        .code,
    ).toBe(0);
  });

  test('of a step that there is not changes nothing, and says so', async () => {
    const { ending, controls } = await prove({ controls: [{ kind: 'altered-assertion', step: at(3, 'pages.ts') }] });
    expect(ending.code, ending.stdout).toBe(0);
    expect(controls).toMatchObject([{ applied: false, ok: false }]);
  });

  test('is for the one test that is named, whoever else comes by the step', async () => {
    const request = {
      controls: [{ kind: 'without-element', step: at(3, 'pages.ts') }],
      controlled: ['lists'],
    } as const;
    const { ending, controls } = await prove(request, ['--grep', 'buys|lists']);
    expect(ending.code, ending.stdout).toBe(0);
    expect(controls.map(({ titlePath, applied }) => [titlePath.at(-1), applied])).toEqual([['lists', false]]);
  });
});

test('a proof leaves failing pages and no elements', async () => {
  const dir = path.join(project.dir, '.millwright');
  expect(existsSync(path.join(dir, 'history/elements'))).toBe(false);
  expect(existsSync(path.join(dir, 'cache/known-elements.json'))).toBe(false);
  const found = await readFailingPages(dir);
  expect(found.map(({ page }) => page.locator)).toContain("getByRole('button', { name: 'Pay' })");
});
