import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readGitChangeFrequency } from './change-frequency.ts';
import { ciFactsOf } from './ci-providers.ts';
import { readGit } from './git-command.ts';
import { changedFilesLimit, readGitFacts } from './git-facts.ts';
import { readMachineFacts } from './machine-facts.ts';
import { readFacts } from './read-facts.ts';
import { readRenames } from './renames.ts';

const scratch = mkdtempSync(join(tmpdir(), 'millwright-facts-'));
const origin = join(scratch, 'origin');

function git(cwd: string, ...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Jane Doe',
    '-c',
    'user.email=jane@example.com',
    '-c',
    'commit.gpgsign=false',
    '-c',
    'init.defaultBranch=main',
  ];
  return execFileSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

function write(root: string, file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}

function commit(root: string, subject: string): string {
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', subject);
  return git(root, 'rev-parse', 'HEAD');
}

let first = '';
let second = '';

beforeAll(() => {
  mkdirSync(origin);
  git(origin, 'init', '-q');
  write(origin, 'packages/app/src/cart.ts', 'export const total = (a: number, b: number) => a + b;\n');
  write(origin, 'packages/app/src/münze.ts', 'export const coin = 1;\n');
  write(origin, 'readme.md', 'one\n');
  first = commit(origin, 'first');
  write(origin, 'packages/app/src/cart.ts', 'export const total = (a: number, b: number) => b + a;\n');
  second = commit(origin, 'second: "quoted" › subject');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('readGitFacts', () => {
  test('tells commit, branch, author and time', async () => {
    expect(await readGitFacts(origin)).toEqual({
      commit: second,
      branch: 'main',
      commitSubject: 'second: "quoted" › subject',
      author: 'Jane Doe',
      committedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      dirty: false,
      mergeBase: second,
      changedFiles: [],
      rootPrefix: '',
    });
  });

  test('is absent without a repository, without a folder, without git and before the first commit', async () => {
    const plain = mkdtempSync(join(scratch, 'plain-'));
    expect(await readGitFacts(plain)).toBeUndefined();
    expect(await readGitFacts(join(plain, 'no', 'such'))).toBeUndefined();
    const unborn = mkdtempSync(join(scratch, 'unborn-'));
    git(unborn, 'init', '-q');
    expect(await readGitFacts(unborn)).toBeUndefined();
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = plain;
      expect(await readGitFacts(origin)).toBeUndefined();
      expect(await readGitChangeFrequency({ root: origin, sinceDays: 30, nowMs: Date.now() })).toBeUndefined();
      expect(await readRenames({ root: origin, fromCommit: first, toCommit: second })).toEqual([]);
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('sees a branch of a subfolder: base, changed and new files relative to it', async () => {
    const clone = join(scratch, 'branch');
    git(scratch, 'clone', '-q', origin, clone);
    git(clone, 'checkout', '-q', '-b', 'feature/x');
    write(clone, 'packages/app/src/new.ts', 'export {};\n');
    write(clone, 'outside.md', 'not below the root\n');
    commit(clone, 'third');
    write(clone, 'packages/app/src/münze.ts', 'export const coin = 2;\n');
    write(clone, 'packages/app/untracked file.ts', '');
    expect(await readGitFacts(join(clone, 'packages/app'))).toMatchObject({
      branch: 'feature/x',
      dirty: true,
      mergeBase: second,
      changedFiles: ['src/münze.ts', 'src/new.ts', 'untracked file.ts'],
      rootPrefix: 'packages/app/',
    });
  });

  test('a detached commit has the branch that CI tells, and its base', async () => {
    const clone = join(scratch, 'detached');
    git(scratch, 'clone', '-q', origin, clone);
    git(clone, 'checkout', '-q', '--detach', first);
    expect(await readGitFacts(clone)).not.toHaveProperty('branch');
    const facts = await readFacts({
      root: clone,
      env: {
        GITHUB_ACTIONS: 'true',
        GITHUB_RUN_ID: '7',
        GITHUB_HEAD_REF: 'feature/y',
        GITHUB_BASE_REF: 'main',
        GITHUB_REF: 'refs/pull/12/merge',
      },
    });
    expect(facts.git).toMatchObject({ commit: first, branch: 'feature/y', mergeBase: first });
    expect(facts.ci).toMatchObject({ provider: 'github-actions', pullRequest: '12', baseBranch: 'main' });
    expect(facts.ci).not.toHaveProperty('branch');
  });

  test('a shallow clone and a worktree have facts too', async () => {
    const shallow = join(scratch, 'shallow');
    git(scratch, 'clone', '-q', '--depth', '1', `file://${origin}`, shallow);
    expect(await readGitFacts(shallow)).toMatchObject({ commit: second, branch: 'main', dirty: false });
    const tree = join(scratch, 'tree');
    git(origin, 'worktree', 'add', '-q', '-b', 'beside', tree, first);
    expect(await readGitFacts(tree)).toMatchObject({ commit: first, branch: 'beside', mergeBase: first });
    expect(await readGitFacts(join(tree, 'packages/app'))).toMatchObject({
      branch: 'beside',
      rootPrefix: 'packages/app/',
    });
  });

  test('what CI calls the base branch is a name and never a command or an option', async () => {
    const clone = join(scratch, 'hostile');
    git(scratch, 'clone', '-q', origin, clone);
    for (const baseBranch of ['$(touch hacked)', '`touch hacked`', "x'; touch hacked; '", '--all', 'no such branch']) {
      expect(await readGitFacts(clone, { baseBranch })).toMatchObject({
        commit: second,
        mergeBase: second,
        changedFiles: [],
      });
    }
  });

  test('keeps changed files bounded, tracked ones first', async () => {
    const clone = join(scratch, 'many');
    git(scratch, 'clone', '-q', origin, clone);
    write(clone, 'readme.md', 'changed\n');
    for (let index = 0; index < changedFilesLimit + 20; index += 1) write(clone, `a-new/${index}.txt`, '');
    const facts = await readGitFacts(clone);
    expect(facts?.changedFiles).toHaveLength(changedFilesLimit);
    expect(facts?.changedFiles).toContain('readme.md');
  });

  test('what git told before its time ran out is kept', async () => {
    const clone = join(scratch, 'slow');
    git(scratch, 'clone', '-q', origin, clone);
    git(clone, 'config', 'filter.slow.clean', 'sleep 8; cat');
    write(clone, '.gitattributes', 'readme.md filter=slow');
    write(clone, 'readme.md', 'two\n');
    const facts = await readGitFacts(clone, { timeoutMs: 2000 });
    expect(facts).toMatchObject({ commit: second, branch: 'main', mergeBase: second });
    expect(facts).not.toHaveProperty('changedFiles');
  });

  test('a call that takes too long is done without', async () => {
    expect(await readGit(origin, ['-c', 'alias.slow=!sleep 5', 'slow'], { timeoutMs: 100 })).toBeUndefined();
  });
});

test('machine facts', async () => {
  const { machine } = await readFacts({ root: origin, env: {} });
  expect(machine).toMatchObject({ os: process.platform, arch: process.arch, node: process.versions.node });
  expect(machine.cpuCount).toBeGreaterThan(0);
  expect(machine.memoryMb).toBeGreaterThan(100);
});

describe('readGitChangeFrequency', () => {
  test('counts commits and authors below the root', async () => {
    const found = await readGitChangeFrequency({
      root: join(origin, 'packages/app'),
      sinceDays: 30,
      nowMs: Date.now(),
    });
    expect([...(found ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['src/cart.ts', expect.objectContaining({ commits: 2, authors: 1, lastChangedAt: expect.any(String) })],
      ['src/münze.ts', expect.objectContaining({ commits: 1, authors: 1, lastChangedAt: expect.any(String) })],
    ]);
  });

  test('tells fixes by subject, and who owns a file', async () => {
    const root = mkdtempSync(join(scratch, 'owned-'));
    git(root, 'init', '-q');
    const authors = [...Array<string>(21).fill('main@example.com'), 'guest@example.com'];
    const nowMs = 1000 * Math.floor(Date.now() / 1000);
    const history = authors.map((author, at) => {
      const subject = at % 10 === 0 ? `fix: a bug ${at}` : `work ${at}`;
      const by = `J <${author}> ${nowMs / 1000} +0000`;
      const message = `author ${by}\ncommitter ${by}\ndata ${subject.length}\n${subject}`;
      return `commit refs/heads/main\n${message}\nM 644 inline a.ts\ndata 2\n${String(at).padStart(2)}\n`;
    });
    execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input: history.join('') });
    git(root, 'symbolic-ref', 'HEAD', 'refs/heads/main');
    const found = (await readGitChangeFrequency({ root, sinceDays: 30, nowMs }))?.get('a.ts');
    expect(found).toMatchObject({ commits: 22, fixes: 3, authors: 2, minorAuthors: 1 });
    expect(found?.mainAuthorShare).toBeCloseTo(21 / 22, 10);
    const later = (await readGitChangeFrequency({ root, sinceDays: 30, nowMs: nowMs + 90 * 86_400_000 }))?.get('a.ts');
    expect(later?.fadedCommits).toBeCloseTo(11, 2);
    expect(later?.fadedFixes).toBeCloseTo(3 / Math.SQRT2, 2);
  });

  test('the period ends', async () => {
    const root = mkdtempSync(join(scratch, 'old-'));
    git(root, 'init', '-q');
    write(root, 'a.ts', '');
    git(root, 'add', '-A');
    execFileSync('git', ['-c', 'user.name=J', '-c', 'user.email=j@example.com', 'commit', '-q', '-m', 'old'], {
      cwd: root,
      env: { ...process.env, GIT_COMMITTER_DATE: '2001-01-01T00:00:00Z' },
    });
    expect(await readGitChangeFrequency({ root, sinceDays: 30, nowMs: Date.now() })).toEqual(new Map());
    expect(await readGitChangeFrequency({ root: tmpdir(), sinceDays: 30, nowMs: Date.now() })).toBeUndefined();
  });
});

test('readRenames tells moves between commits, below the root', async () => {
  const clone = join(scratch, 'renames');
  git(scratch, 'clone', '-q', origin, clone);
  mkdirSync(join(clone, 'packages/app/lib dir'));
  renameSync(join(clone, 'packages/app/src/cart.ts'), join(clone, 'packages/app/lib dir/basket.ts'));
  const to = commit(clone, 'move');
  const root = join(clone, 'packages/app');
  expect(await readRenames({ root, fromCommit: second, toCommit: to })).toEqual([
    { from: 'src/cart.ts', to: 'lib dir/basket.ts' },
  ]);
  expect(await readRenames({ root, fromCommit: 'no-such', toCommit: to })).toEqual([]);
  expect(await readRenames({ root, fromCommit: '--output=x', toCommit: to })).toEqual([]);
});

describe('ciFactsOf', () => {
  test.each([
    ['nothing', {}, undefined],
    ['CI=false', { CI: 'false' }, undefined],
    ['an unknown service', { CI: 'true', BUILD_ID: '3' }, { provider: 'unknown', buildId: '3' }],
    [
      'GitHub',
      {
        CI: 'true',
        GITHUB_ACTIONS: 'true',
        GITHUB_RUN_ID: '9',
        GITHUB_REPOSITORY: 'o/r',
        GITHUB_JOB: 'e2e',
        GITHUB_RUN_ATTEMPT: '2',
        GITHUB_REF_NAME: 'main',
        GITHUB_REF: 'refs/heads/main',
      },
      {
        provider: 'github-actions',
        buildId: '9',
        buildUrl: 'https://github.com/o/r/actions/runs/9',
        job: 'e2e',
        buildAttempt: 2,
        branch: 'main',
      },
    ],
    [
      'GitLab',
      {
        CI: 'true',
        GITLAB_CI: 'true',
        CI_PIPELINE_ID: '5',
        CI_JOB_URL: 'u',
        CI_JOB_NAME: 'e2e 1/2',
        CI_MERGE_REQUEST_IID: '8',
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
        CI_COMMIT_REF_NAME: 'x',
      },
      {
        provider: 'gitlab',
        buildId: '5',
        buildUrl: 'u',
        job: 'e2e 1/2',
        pullRequest: '8',
        baseBranch: 'main',
        branch: 'x',
      },
    ],
    [
      'CircleCI',
      {
        CIRCLECI: 'true',
        CIRCLE_WORKFLOW_ID: 'w',
        CIRCLE_JOB: 'j',
        CIRCLE_BRANCH: 'b',
        CIRCLE_PULL_REQUEST: 'https://github.com/o/r/pull/4',
      },
      { provider: 'circleci', buildId: 'w', job: 'j', branch: 'b', pullRequest: '4' },
    ],
    [
      'Jenkins',
      { JENKINS_URL: 'u', BUILD_TAG: 't', BUILD_URL: 'b', JOB_NAME: 'j', GIT_BRANCH: 'origin/main' },
      { provider: 'jenkins', buildId: 't', buildUrl: 'b', job: 'j', branch: 'main' },
    ],
    [
      'Azure',
      { TF_BUILD: 'True', BUILD_BUILDID: '1', SYSTEM_JOBATTEMPT: '3', BUILD_SOURCEBRANCH: 'refs/heads/feature/x' },
      { provider: 'azure-pipelines', buildId: '1', buildAttempt: 3, branch: 'feature/x' },
    ],
    [
      'Buildkite',
      {
        BUILDKITE: 'true',
        BUILDKITE_BUILD_ID: 'i',
        BUILDKITE_RETRY_COUNT: '1',
        BUILDKITE_PULL_REQUEST: 'false',
        BUILDKITE_BRANCH: 'b',
      },
      { provider: 'buildkite', buildId: 'i', buildAttempt: 2, branch: 'b' },
    ],
    [
      'Bitbucket',
      { BITBUCKET_BUILD_NUMBER: '6', BITBUCKET_BRANCH: 'b', BITBUCKET_PR_ID: '2' },
      { provider: 'bitbucket', buildId: '6', branch: 'b', pullRequest: '2' },
    ],
    [
      'Travis',
      { TRAVIS: 'true', TRAVIS_BUILD_ID: '6', TRAVIS_BRANCH: 'main', TRAVIS_PULL_REQUEST: 'false' },
      { provider: 'travis', buildId: '6', branch: 'main' },
    ],
    ['TeamCity', { TEAMCITY_VERSION: '1', BUILD_NUMBER: '6' }, { provider: 'teamcity', buildId: '6' }],
    [
      'AppVeyor',
      { APPVEYOR: 'True', APPVEYOR_BUILD_ID: '6', APPVEYOR_REPO_BRANCH: 'main' },
      { provider: 'appveyor', buildId: '6', branch: 'main' },
    ],
    [
      'Drone',
      { DRONE: 'true', DRONE_BUILD_NUMBER: '6', DRONE_BRANCH: 'main' },
      { provider: 'drone', buildId: '6', branch: 'main' },
    ],
    [
      'Semaphore',
      { SEMAPHORE: 'true', SEMAPHORE_PIPELINE_ID: '6', SEMAPHORE_GIT_BRANCH: 'main' },
      { provider: 'semaphore', buildId: '6', branch: 'main' },
    ],
  ])('%s', (_name, env, expected) => {
    expect(ciFactsOf(env)).toEqual(expected);
  });
});

test('the time zone is the one that the language knows', () => {
  expect(readMachineFacts().timeZone).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
});
