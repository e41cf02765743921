import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { causes, priorityThresholds, retryDecisionOf, riskRules } from '@millwright/core';
import { expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';

const pageOf = (name: string): string => readFileSync(join(repositoryRoot, 'docs', name), 'utf8');

test('docs/debugging.md lists the classes of the registry, with what a first retry does', () => {
  const rows = [...pageOf('debugging.md').matchAll(/^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$/gmu)].map(([, name, title, retry]) => ({ name, title, retry }));
  const known = causes.map(({ name, title, retry }) => {
    const { retry: worthwhile } = retryDecisionOf({ cause: name, attempt: 1 });
    return { name, title, retry: !worthwhile ? 'never' : retry === 'none' ? 'at once' : retry };
  });
  expect(rows).toEqual(known);
});
