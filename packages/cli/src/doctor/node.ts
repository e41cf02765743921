import type { CheckResult } from './check.ts';

/** Whether this Node is one that every package supports: 22.12 and later of 22, or 24 and later. */
export async function checkNode(): Promise<readonly CheckResult[]> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 12))
    return [{ name: 'node', state: 'ok', message: `Node ${process.versions.node}` }];
  return [
    {
      name: 'node',
      state: 'problem',
      message: `Node ${process.versions.node} is not supported.`,
      advice: 'Use Node 22.12 or later of 22, or 24 and later.',
    },
  ];
}
