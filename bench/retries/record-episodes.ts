import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Attempt, type Run, classifyFailure, isExpected, signatureOf } from '@millwright/core';
import { openHistory } from '@millwright/history';

import type { Episode, EpisodeRun } from './episode.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs that are recorded, each of a commit of its own. */
const runCount = 40;
/** Retries that the runner makes; what a policy would have done with fewer can be read from them. */
const recordedRetries = 3;

/**
 * A real Vitest project, run again and again with its retries recorded by the reporter. Its luck comes from the number of the run and of the try, so
 * every recording tells the same story, in real failures: refused connections, test timeouts, assertions, errors of the script.
 */
export async function recordEpisodes(): Promise<readonly EpisodeRun[]> {
  const root = mkdtempSync(join(tmpdir(), 'millwright-bench-retries-'));
  try {
    writeProject(root);
    for (let run = 0; run < runCount; run += 1) recordRun(root, run);
    const runs: EpisodeRun[] = [];
    for await (const run of openHistory({ dir: join(root, '.millwright'), root }).readRuns())
      runs.push(episodesOf(run));
    return runs;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function recordRun(root: string, run: number): void {
  git(root, 'commit', '--quiet', '--allow-empty', '-m', `Change ${run}`);
  try {
    const args = [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', `--retry=${recordedRetries}`];
    execFileSync(process.execPath, args, {
      cwd: root,
      stdio: 'ignore',
      env: { ...process.env, BENCH_RUN: String(run) },
    });
  } catch {
    // Tests fail in most runs: that is what is recorded.
  }
}

function git(root: string, ...args: readonly string[]): void {
  const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'ignore' });
}

function writeProject(root: string): void {
  const files = {
    'package.json': '{ "private": true, "type": "module" }\n',
    '.gitignore': 'node_modules\n.millwright\n',
    'vitest.config.ts':
      "import { defineConfig } from 'vitest/config';\nexport default defineConfig({ test: { include: ['tests/**/*.test.ts'], reporters: ['dot', '@millwright/vitest'] } });\n",
    'tests/suite.test.ts': suite,
  };
  mkdirSync(join(root, 'tests'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
  git(root, 'init', '--quiet');
  git(root, 'add', '--all');
}

const suite = `import { connect } from 'node:net';
import { expect, test } from 'vitest';

const run = Number(process.env.BENCH_RUN);
/** From 0 up to 1, the same for the same words (FNV-1a). */
function luck(...words) {
  let hash = 0x811c9dc5;
  for (const letter of words.join(' ')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) / 4294967296;
}
const refused = () => new Promise((_, reject) => connect(9, '127.0.0.1').on('error', reject));
const never = () => new Promise(() => undefined);
const wrong = () => expect('open').toBe('paid');
const ways = [refused, wrong, never];

for (let index = 0; index < 30; index += 1) test('steady ' + index, () => expect(index).toBe(index));
for (let index = 0; index < 10; index += 1)
  test('flaky ' + index, { timeout: 60 }, async ({ task }) => {
    const tries = task.result?.retryCount ?? 0;
    const chance = tries === 0 ? 0.2 : 0.5;
    if (luck('flaky', index, run, tries) < chance) await ways[index % 3]();
  });
for (let index = 0; index < 2; index += 1)
  test('stuck ' + index, async () => {
    if (luck('stuck', index, run) < 0.25) await refused();
  });
for (let index = 0; index < 5; index += 1)
  test('broken ' + index, () => {
    const since = Math.floor(luck('broken', index) * 30);
    if (run >= since && run < since + 8) wrong();
  });
test('broken script', () => { if (run % 10 > 6) missing(); });
`;

/** The failures of one recorded run. */
function episodesOf(run: Run): EpisodeRun {
  const { runId, runner, startedAt, status, facts, attempts } = run;
  const commit = facts.git?.commit;
  const tests = new Map(run.tests.map((entry) => [entry.id, entry]));
  const tries = [...Map.groupBy(attempts, ({ testId }) => testId)];
  return {
    ref: { runId, runner, startedAt, status, dirty: false, ...(commit === undefined ? {} : { commit }) },
    executedIds: tries.map(([testId]) => testId),
    firstTriesMs: tries.reduce((sum, [, [first]]) => sum + (first?.durationMs ?? 0), 0),
    episodes: tries.flatMap(([testId, own]) => {
      const entry = tests.get(testId);
      const passed = own.map((attempt) => entry !== undefined && isExpected(entry, attempt));
      return passed[0] === false ? [episodeOf(testId, entry?.titlePath.at(-1) ?? '', own, passed)] : [];
    }),
  };
}

function episodeOf(testId: string, title: string, own: readonly Attempt[], passed: readonly boolean[]): Episode {
  const [failure] = own[0]?.failures ?? [];
  return {
    testId,
    signature: failure === undefined ? 'none' : signatureOf(failure),
    cause: failure === undefined ? 'unknown' : classifyFailure(failure).cause,
    durationMs: own[0]?.durationMs ?? 0,
    isReal: title.startsWith('broken'),
    passes: (retry) => passed[retry] === true,
  };
}
