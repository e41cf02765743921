import type { Witness } from '../witness.ts';

/** The test itself changed since it was good. */
export const testFileChanged: Witness = {
  name: 'test-file-changed',
  testify({ tests, surroundings: { change } }) {
    const changed = new Set(change?.files.map(({ file }) => file));
    const file = tests.find((test) => changed.has(test.file))?.file;
    if (file === undefined) return undefined;
    return { weights: { flake: -1.2, environment: -1, unknown: -0.5 }, text: `The test's own file ${file} changed.` };
  },
};
