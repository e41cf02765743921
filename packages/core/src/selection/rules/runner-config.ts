import type { ChangeRule } from '../selection-rule.ts';

/** The configuration of a runner, and what it loads: setup files, global set-up, plugins. */
export const runnerConfig: ChangeRule = {
  name: 'runner-config',
  assess({ file }, { input }) {
    const { runnerConfigs, impact } = input;
    const hit = [...runnerConfigs].filter(
      ([config]) => config === file || impact.reached.get(config)?.has(file) === true,
    );
    if (hit.length === 0) return undefined;
    const runners = new Map(hit.map(([config, runner]) => [runner, config]));
    return {
      concerns({ runner }) {
        const config = runners.get(runner);
        if (config === undefined) return undefined;
        return config === file
          ? `${file} configures its runner and changed.`
          : `${config} loads ${file}, which changed.`;
      },
    };
  },
};
