import { type TinyProject, createTinyProject, wiredVitest } from './tiny-project.ts';

/** Answers by path; each test of `api.test.ts` asks for one and says what it wanted. */
const answers: Readonly<Record<string, number>> = {
  account: 401,
  admin: 403,
  ordes: 404,
  orders: 422,
  search: 429,
  pay: 500,
};

const apiTests = `import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';

const answers: Record<string, number> = ${JSON.stringify(answers)};
const server = createServer((request, response) => {
  const status = answers[(request.url ?? '').slice(1)] ?? 200;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(status === 422 ? { error: { field: 'email', message: 'is required' } } : { error: 'no' }));
});
let base = '';
beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', () => {
  base = \`http://127.0.0.1:\${(server.address() as { port: number }).port}\`;
  done();
})));
afterAll(() => { server.close(); });

test.each(Object.keys(answers))('asks for %s', async (name) => {
  const response = await fetch(\`\${base}/\${name}\`);
  const answer = { status: response.status, body: await response.text() };
  expect(answer, \`GET /\${name} answered \${response.status}: \${answer.body}\`).toMatchObject({ status: 200 });
});
`;

const databaseTest = `import { expect, test } from 'vitest';

test('stores a user', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "users_email_key"'), { code: '23505' });
  expect(\`\${error.message} (\${error.code})\`).toBe('stored');
});
`;

const fixtureTests = `import { expect, test as base } from 'vitest';

const session: { user?: { name: string } } = {};
const test = base.extend<{ account: string }>({
  account: async ({}, use) => {
    await use(session.user!.name);
  },
});

test('greets', ({ account }) => expect(account).toBe('Ada'));
test('waves', ({ account }) => expect(account).toBe('Ada'));
`;

const importTest = `import { expect, test } from 'vitest';
import { centsOf } from '../src/monye';

test('cents', () => expect(centsOf(1)).toBe(100));
`;

/** A Vitest project in which tests fail for nine reasons, nearly all of which surface as assertions. */
export function failingProject(): TinyProject {
  return createTinyProject({
    'vitest.config.ts': wiredVitest,
    'src/money.ts': 'export const centsOf = (euros: number): number => euros * 100;\n',
    'tests/api.test.ts': apiTests,
    'tests/database.test.ts': databaseTest,
    'tests/fixture.test.ts': fixtureTests,
    'tests/import.test.ts': importTest,
  });
}
