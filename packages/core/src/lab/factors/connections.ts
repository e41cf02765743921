import type { Factor } from '../factor.ts';

/** Whether it fails because a connection breaks: asked again, the same request gets its answer. */
export const connections: Factor = {
  name: 'connections',
  title: 'connections that break',
  patterns: ['external-dependency-without-retry'],
  armsFor: () => [{ label: 'requests whose connection breaks are sent again', change: { connectionRetries: 3 } }],
};
