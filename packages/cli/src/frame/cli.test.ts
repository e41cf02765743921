import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { commands } from '../commands/registry.ts';
import { runCli } from './cli.ts';
import { createFakeWorld } from './fixtures/fake-world.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millwright-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(line: string, env: Readonly<Record<string, string>> = {}) {
  const world = createFakeWorld(folder, env);
  const exitCode = await runCli({ argv: line.split(' ').filter(Boolean), version: '1.2.3', world });
  return { exitCode, ...world.printed() };
}

describe('help and version', () => {
  test('the list names every command or its group', async () => {
    const { exitCode, stdout, stderr } = await run('--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { name } of commands) expect(stdout).toContain(`e2e ${name.split(' ')[0]}`);
  });

  test.each(commands.map((entry) => entry.name))(
    '%s --help has its shape, every option and two examples',
    async (name) => {
      const { exitCode, stdout, stderr } = await run(`${name} --help`);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      const command = await commands.find((entry) => entry.name === name)?.load();
      expect(command?.examples.length).toBeGreaterThanOrEqual(2);
      expect(stdout).toContain(
        `e2e ${[name, ...(command?.positionals ?? []).map(({ shape }) => shape)].join(' ')} [options]`,
      );
      for (const { describe: what } of command?.positionals ?? []) expect(stdout).toContain(what.slice(0, 20));
      for (const option of [...Object.keys(command?.options ?? {}), 'json', 'root', 'dir', 'output'])
        expect(stdout).toContain(`--${option}`);
      for (const [line] of command?.examples ?? []) expect(stdout).toContain(line.split(' ').slice(0, 3).join(' '));
    },
  );

  test('a group lists its commands', async () => {
    const { exitCode, stdout } = await run('history --help');
    expect(exitCode).toBe(0);
    for (const name of ['list', 'show', 'merge', 'import', 'export', 'prune', 'verify'])
      expect(stdout).toContain(`e2e history ${name}`);
  });

  test.each([
    '',
    // A group whose name is a command shows that command.
    ...new Set(
      commands.flatMap(({ name }) => {
        const [group, word] = name.split(' ');
        return word === undefined || commands.some((other) => other.name === group) ? [] : [group];
      }),
    ),
  ])('e2e %s --help ends with two examples that name real commands', async (group) => {
    const { stdout } = await run(`${group} --help`);
    const examples = [...stdout.slice(stdout.indexOf('Examples:')).matchAll(/^ +e2e ([a-z-]+(?: [a-z-]+)?)/gm)];
    expect(examples).toHaveLength(2);
    for (const [, name = ''] of examples)
      expect(commands.some((entry) => entry.name === name || entry.name === name.split(' ')[0])).toBe(true);
  });

  test('the version alone', async () =>
    expect(await run('--version')).toEqual({ exitCode: 0, stdout: '1.2.3\n', stderr: '' }));
});

describe('a wrong command line ends with 2, says what is wrong and suggests the right one', () => {
  test.each([
    ['', 'A command is missing.', '`e2e --help`'],
    ['plan-strateg', 'There is no command `plan-strateg`.', '`e2e plan-strategy`'],
    ['plan-strateg --help', 'There is no command `plan-strateg`.', '`e2e plan-strategy`'],
    ['xyzzy', 'There is no command `xyzzy`.', '`e2e --help`'],
    ['history', '`e2e history` needs one of: list,', '`e2e history --help`'],
    ['history lst', 'There is no command `history lst`.', '`e2e history list`'],
    ['history lst --help', 'There is no command `history lst`.', '`e2e history list`'],
    ['history show', 'An argument is missing.', '`e2e history show --help`'],
    ['history show a b', 'There is no argument `b` here.', '`e2e history show --help`'],
    ['doctor please', 'There is no argument `please` here.', '`e2e doctor --help`'],
    ['init --jsn', 'There is no option `--jsn` here.', '`--json`'],
    ['init --aply=true', 'There is no option `--aply` here.', '`--apply`'],
    ['init -x', 'There is no option `-x` here.', '`e2e init --help`'],
    ['autonomous-run --no-heling', 'There is no option `--no-heling` here.', '`--no-healing`'],
    ['autonomous-run --worker 2', 'There is no option `--worker` here.', '`--workers`'],
    ['autonomous-run --trace on', 'There is no option `--trace` here.', '`e2e autonomous-run -- --trace`'],
    ['plan-strategy --shard 1/2', 'There is no option `--shard` here.', '`e2e plan-strategy --help`'],
    ['autonomous-run --strategyId x', 'There is no option `--strategyId` here.', '`--strategy-id`'],
    ['history prune --days 7', 'There is no option `--days` here.', 'Did you mean `--retention-days`?'],
    ['history prune --days=7', 'There is no option `--days` here.', 'Did you mean `--retention-days`?'],
    ['autonomous-run --parallel', 'Expected `--parallel` to be followed by a value', '`--parallel=-value`'],
    [
      'autonomous-run --parallel many',
      'Expected `--parallel` to be a whole number of at least 1, got "many".',
      '`--help`',
    ],
    ['autonomous-run --parallel 1 --workers 2', 'Expected `--parallel` to be given once', '`--help`'],
    ['autonomous-run --no-grep', '`--grep` takes a value', 'Leave it out.'],
    ['autonomous-run --grep [', 'Expected `--grep` to be a regular expression, got "[".', 'backslash'],
    [
      'autonomous-run --strategy a --strategy-id b',
      'Expected one of `--strategy-id` and `--strategy`, got both.',
      'resumed',
    ],
    ['init --apply=maybe', 'Expected `--apply` to be given without a value, got "maybe".', '`--no-apply`'],
    ['plan-strategy --budget 5', 'Expected `--budget` to be a duration', '`--help`'],
    ['history list --since yesterday', 'Expected `--since` to be a date', '`--help`'],
    ['analyze-flaky --dry-run', 'Expected `--dry-run` together with `--fix`.', 'nothing is written'],
    ['--root /nowhere/at/all doctor', 'Expected `--root` to be an existing folder', 'playwright.config'],
    [
      'history list --output /nowhere/at/all/x.json',
      'The result cannot be written to /nowhere/at/all/x.json',
      '`--output`',
    ],
  ])('e2e %s', async (line, message, hint) => {
    const { exitCode, stdout, stderr } = await run(line);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

describe('--json is exactly one document', () => {
  test.each(['history list', 'healing-stats', 'history verify', 'history prune', 'manifest'])('%s', async (name) => {
    const { stdout } = await run(`${name} --json`);
    expect(JSON.parse(stdout)).toMatchObject({ format: expect.stringMatching(/^millwright\//), version: 1 });
  });

  test.each([
    'nonsense',
    'init --jsn',
    'history show',
    'history show 01K',
    'debug-execution',
    'plan-strategy --budget x',
    'init',
    '',
  ])('also when it fails: %s', async (line) => {
    const { exitCode, stdout, stderr } = await run(`${line} --json`);
    expect(exitCode).toBe(2);
    const document = JSON.parse(stdout) as { message: string };
    expect(document).toMatchObject({
      format: 'millwright/error',
      version: 1,
      code: expect.any(String),
      message: expect.any(String),
    });
    expect(stderr).toContain(document.message);
  });

  test.each(['--json healing-stats', '--json history list', '--json --root . history list --last 2'])(
    'options may stand before the command: %s',
    async (line) => {
      const { exitCode, stdout } = await run(line);
      expect({ exitCode, format: (JSON.parse(stdout) as { format: string }).format }).toEqual({
        exitCode: 0,
        format: line.includes('history') ? 'millwright/run-list' : 'millwright/healing-stats',
      });
    },
  );

  test('the value of an option before the command is no part of its name', async () => {
    mkdirSync(join(folder, 'history'));
    expect((await run('--root history history list')).exitCode).toBe(0);
  });

  test('--json after -- belongs to the runner', async () => expect((await run('nonsense -- --json')).stdout).toBe(''));

  test('--output takes the document, and stdout stays empty', async () => {
    const { exitCode, stdout, stderr } = await run('history list --json --output list.json');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('Written to list.json.');
    expect(JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8'))).toMatchObject({
      format: 'millwright/run-list',
      runs: [],
    });
  });
});

test('an error that nobody foresaw prints its stack and where to report it', async () => {
  const world = createFakeWorld(folder);
  const broken = {
    ...world,
    nowMs: () => {
      throw new TypeError('the clock is broken');
    },
  };
  expect(await runCli({ argv: ['history', 'prune'], version: '1.2.3', world: broken })).toBe(2);
  expect(world.printed().stderr).toMatch(/TypeError: the clock is broken\n\s+at /);
  expect(world.printed().stderr).toContain('Please report it with the lines above (e2e 1.2.3');
});

describe('colours', () => {
  test.each([
    ['no terminal', {}, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['NO_COLOR wins', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%s', async (_name, env, coloured) => {
    const { stderr } = await run('nonsense', env);
    expect(stderr.includes('\u001B[')).toBe(coloured);
  });
});
