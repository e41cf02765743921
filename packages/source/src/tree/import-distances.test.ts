import { expect, test } from 'vitest';

import { writeProject } from '../fixtures/written-project.ts';
import { importDistancesOf } from './import-distances.ts';
import { openSourceTree } from './source-tree.ts';

test('counts the imports on the shortest way, round circles too', () => {
  const root = writeProject({
    'a.test.ts': "import './near';\nimport './far';\n",
    'near.ts': "import './middle';\n",
    'middle.ts': "import './far';\nimport './deep';\nimport './near';\n",
    'far.ts': 'export const far = 1;\n',
    'deep.ts': 'export const deep = 1;\n',
    'unseen.ts': 'export const unseen = 1;\n',
  });
  const distances = importDistancesOf(openSourceTree({ root }), ['a.test.ts', 'gone.test.ts']);
  expect(Object.fromEntries(distances.get('a.test.ts') ?? [])).toEqual({
    'near.ts': 1,
    'far.ts': 1,
    'middle.ts': 2,
    'deep.ts': 3,
  });
  expect(distances.get('gone.test.ts')?.size).toBe(0);
});
