import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { type Executed, type Stats, forgetTries, healingProject, missingAwait } from './support/healing-project.ts';
import type { TinyProject } from './support/tiny-project.ts';

const file = 'tests/saves.test.ts';
const repaired = missingAwait.replace('  save();', '  await save();');
const statsArgs = ['healing-stats', '--list'];

let project: TinyProject;
let healedCommit: string;

beforeAll(async () => {
  project = healingProject({ [file]: missingAwait });
  const { heals } = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
  expect(heals).toMatchObject([{ outcome: 'accepted' }]);
  project.git('commit', '--quiet', '--all', '-m', 'Await saving');
  healedCommit = project.git('rev-parse', 'HEAD').trim();
  cpSync(join(project.root, '.millwright'), join(project.root, 'remembered'), { recursive: true });
});
/** Every test begins where the repair was just committed. */
beforeEach(() => {
  project.git('reset', '--quiet', '--hard', healedCommit);
  rmSync(join(project.root, '.millwright'), { recursive: true });
  cpSync(join(project.root, 'remembered'), join(project.root, '.millwright'), { recursive: true });
  forgetTries(project);
});
afterAll(() => project.remove());

describe('what became of an applied repair', () => {
  test('taken back with git revert: noticed once, and not tried again unless a person says so', async () => {
    const kept = await project.e2eJson<Stats>([...statsArgs, '--minutes-per-heal', '15']);
    expect(kept.total).toMatchObject({ applied: 1, reverted: 0 });
    expect(kept.saved).toEqual({ repairs: 1, minutesPerHeal: 15, minutes: 15 });
    project.git('revert', '--no-edit', 'HEAD');
    const first = await project.e2eJson<Stats>(statsArgs);
    expect(first.total).toMatchObject({ attempts: 1, proved: 1, applied: 1, reverted: 1 });
    expect(first).toMatchObject({ saved: { repairs: 0 }, falseRatio: { found: 0, of: 1 } });
    const [heal] = first.heals;
    expect(heal).toMatchObject({ outcome: 'reverted', standing: { state: 'reverted' } });
    const second = await project.e2eJson<Stats>(statsArgs);
    expect(second.heals[0]?.standing?.noticedAt).toBe(heal?.standing?.noticedAt);

    const refused = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
    expect(refused.heals).toEqual([]);
    expect(refused.stderr).toContain(`${file} (race) was taken back`);
    expect(refused.stderr).toContain(`e2e healing-stats --allow ${heal?.id}`);
    expect(project.read(file)).toBe(missingAwait);

    const { stdout } = await project.e2e(['healing-stats', '--allow', heal?.id ?? '']);
    expect(stdout).toContain('may be proposed again');
    forgetTries(project);
    const again = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
    expect(again.heals).toMatchObject([{ outcome: 'accepted' }]);
    expect(project.read(file)).toBe(repaired);
    expect((await project.e2eJson<Stats>(statsArgs)).total).toMatchObject({ attempts: 2, applied: 2, reverted: 1 });
  });

  test('taken back by hand in an edited file: autonomous-run notices it, too', async () => {
    project.write(file, `// saving\n${missingAwait}\ntest('more', () => expect(tries).toBeGreaterThan(-1));\n`);
    project.git('commit', '--quiet', '--all', '-m', 'By hand');
    const { stderr, heals } = await project.e2eJson<Executed>(['autonomous-run', '--auto-fix']);
    expect(heals).toEqual([]);
    expect(stderr).toContain(`${file} (race) was taken back`);
    expect((await project.e2eJson<Stats>(statsArgs)).total).toMatchObject({ reverted: 1 });
  });

  test.each<[string, () => void, string | undefined]>([
    [
      'the file grew around it',
      () => project.write(file, repaired.replace('  await save();', '  // first\n  await save();')),
      undefined,
    ],
    [
      'its line was rewritten: the code moved on',
      () => project.write(file, repaired.replace('await save();', 'await Promise.all([save()]);')),
      'edited',
    ],
    ['the file is gone', () => rmSync(join(project.root, file)), 'fileGone'],
  ])('%s: not called reverted', async (_name, change, state) => {
    change();
    const { total, heals } = await project.e2eJson<Stats>(statsArgs);
    expect(total).toMatchObject({ applied: 1, reverted: 0, editedSince: state === undefined ? 0 : 1 });
    expect(heals).toMatchObject([{ outcome: 'accepted' }]);
    expect(heals[0]?.standing?.state).toBe(state);
  });

  test('--allow with an unknown id says which there are', async () => {
    const { exitCode, stderr } = await project.e2e(['healing-stats', '--allow', 'nothing']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('nothing');
    expect(stderr).toContain('--list');
  });
});
