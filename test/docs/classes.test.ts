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
import { parseConfig } from '@millwright/core/config';
import { expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';

const pageOf = (name: string): string => readFileSync(join(repositoryRoot, 'docs', name), 'utf8');

test('docs/debugging.md lists the classes of the registry, with what a first retry does', () => {
  const table = pageOf('debugging.md').split('<!-- classes:')[1] ?? '';
  const rows = [...table.matchAll(/^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$/gmu)].map(([, name, title, retry]) => ({
    name,
    title,
    retry,
  }));
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

test('docs/running.md has the rules of the gate', () => {
  const rules = [...pageOf('running.md').matchAll(/^\| `([\w-]+)` \| [`–]/gmu)].map(([, name]) => name);
  expect(rules).toEqual([...gateRules.map(({ name }) => name), 'runner-exit-code']);
});

test('docs/retries.md has the bounds of retrying', () => {
  const page = pageOf('retries.md');
  const { maxAttempts, baseDelayMs, maxDelayMs, greenMinutes, waitingCost } = defaultRetryPolicy;
  for (const text of [
    `\`retry.maxAttempts\` (${maxAttempts}`,
    `\`retry.baseDelayMs\` (${baseDelayMs})`,
    `\`retry.maxDelayMs\` (${maxDelayMs})`,
    `\`retry.greenMinutes\` (${greenMinutes}`,
    `\`retry.waitingCost\` minutes (${waitingCost})`,
  ])
    expect(page).toContain(text);
});

test('the configuration and the policy of retries have the same defaults', () => {
  const { maskingMinutes: _, ...configured } = defaultRetryPolicy;
  expect(parseConfig({}, 'nothing').config?.retry).toEqual(configured);
});
