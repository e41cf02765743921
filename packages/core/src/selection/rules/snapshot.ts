import type { ChangeRule } from '../selection-rule.ts';

/** `__snapshots__/cart.test.ts.snap`, `cart.spec.ts-snapshots/page.png`. */
function ownerOf(file: string): string | undefined {
  const unit = /^(.*?)__snapshots__\/(.+?)\.snap$/u.exec(file);
  if (unit) return `${unit[1]}${unit[2]}`;
  return /^(.+\.[cm]?[jt]sx?)-snapshots\//u.exec(file)?.[1];
}

/** A snapshot belongs to one test file. */
export const snapshot: ChangeRule = {
  name: 'snapshot',
  assess({ file }, { testFiles }) {
    const owner = ownerOf(file);
    if (owner === undefined || !testFiles.has(owner)) return undefined;
    return { concerns: (test) => (test.file === owner ? `Its snapshots in ${file} changed.` : undefined) };
  },
};
