import type { Factor } from '../factor.ts';

/** Whether the project's random data matters, for projects that seed it from an environment variable. */
export const seed: Factor = {
  name: 'seed',
  title: 'the seed of its random data',
  patterns: ['unseeded-random'],
  armsFor: ({ seedEnv }) =>
    seedEnv === undefined
      ? 'No variable that seeds random data was named (`--seed-env`).'
      : [{ label: `another ${seedEnv} each run`, change: { seedEnv } }],
};
