import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  causes,
  defaultRetryPolicy,
  gateRules,
  priorityThresholds,
  retryDecisionOf,
  riskRules,
} from '@millwright/core';
import { expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';

const pageOf = (name: string): string => readFileSync(join(repositoryRoot, 'docs', name), 'utf8');

test('docs/debugging.md lists the classes of the registry, with what a first retry does', () => {
  const rows = [...pageOf('debugging.md').matchAll(/^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$/gmu)].map(
    ([, name, title, retry]) => ({ name, title, retry }),
  );
  const known = causes.map(({ name, title, retry }) => {
    const { retry: worthwhile } = retryDecisionOf({ cause: name, attempt: 1 });
    return { name, title, retry: !worthwhile ? 'never' : retry === 'none' ? 'at once' : retry };
  });
  expect(rows).toEqual(known);
});

test('docs/planning.md has the rules with their weights, and the thresholds of the priorities', () => {
  const page = pageOf('planning.md');
  const rules = [...page.matchAll(/^\| `([\w-]+)` \| (0\.\d+) \|/gmu)].map(([, name, weight]) => [
    name,
    Number(weight),
  ]);
  expect(rules).toEqual(riskRules.map(({ name, weight }) => [name, weight]));
  const thresholds = [...page.matchAll(/^\| (\w+) \| (0\.\d+) and more \|$/gmu)].map(([, priority, from]) => ({
    priority,
    from: Number(from),
  }));
  expect(thresholds).toEqual(priorityThresholds);
});

test('docs/running.md has the rules of the gate and the bounds of retrying', () => {
  const page = pageOf('running.md');
  const rules = [...page.matchAll(/^\| `([\w-]+)` \| [`–]/gmu)].map(([, name]) => name);
  expect(rules).toEqual([...gateRules.map(({ name }) => name), 'runner-exit-code']);
  const { maxAttempts, baseDelayMs, maxDelayMs } = defaultRetryPolicy;
  for (const text of [
    `\`retry.maxAttempts\` (${maxAttempts}`,
    `\`retry.baseDelayMs\` (${baseDelayMs})`,
    `\`retry.maxDelayMs\` (${maxDelayMs})`,
  ])
    expect(page).toContain(text);
});
