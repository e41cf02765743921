import type { Factor } from '../factor.ts';

/** UTC, the zone that is farthest ahead of it, and one behind it that has summer time. */
const zones = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'] as const;

/** Whether the time zone of the process matters (`TZ`, which the browsers that Playwright starts inherit). */
export const timeZone: Factor = {
  name: 'time-zone',
  title: 'the time zone',
  patterns: ['time-dependence', 'locale-dependence'],
  armsFor: (setting) =>
    zones
      .filter((zone) => zone !== setting.timeZone)
      .map((zone) => ({ label: `TZ=${zone}`, change: { env: { TZ: zone } } })),
};
