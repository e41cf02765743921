import { locationOf } from '../../syntax/location.ts';
import { configFileOf, configValueOf } from '../runner-config-value.ts';
import type { SuggestionRule } from '../suggestion-rule.ts';

/** Nobody answered at an address: whether the runner starts the server that is to answer. */
export const unreachableServer: SuggestionRule = {
  name: 'unreachable-server',
  suggest: ({ cause, features, runner, tree }) => {
    if (cause.cause !== 'network' || !features.errorCodes.includes('ECONNREFUSED')) return [];
    const host = features.host ?? 'that address';
    const evidence = [`Nobody listened at ${host}.`];
    const started = configValueOf(tree, 'playwright', 'webServer');
    if (runner === 'playwright' && started !== undefined)
      return [
        {
          summary: `Check that \`webServer\` starts what is to answer at ${host}, and that it did not go down on the way: its output is in the log of the run.`,
          risk: 'medium',
          location: locationOf(started.file, started.value),
          evidence,
        },
      ];
    const config = configFileOf(tree, 'playwright');
    if (runner === 'playwright' && config !== undefined)
      return [
        {
          summary: `Start what is to answer at ${host} before the tests, or let \`webServer\` in ${config} do it.`,
          risk: 'medium',
          location: { file: config, line: 1, column: 1 },
          evidence,
        },
      ];
    return [
      {
        summary: `Start what is to answer at ${host} before the tests, or answer the request in the test itself.`,
        risk: 'medium',
        ...(cause.location ? { location: cause.location } : {}),
        evidence,
      },
    ];
  },
};
