import type { ChangeRule } from '../selection-rule.ts';

const BUILD_CONFIG =
  /(?:^|\/)(?:[tj]sconfig(?:[.-][\w.-]+)?\.json|\.babelrc(?:\.\w+)?|\.swcrc|\.npmrc|\.yarnrc(?:\.yml)?|pnpm-workspace\.yaml|\.nvmrc|\.node-version|\.tool-versions|(?:vite|vitest|playwright|jest|babel|postcss|tailwind|svelte|astro|nuxt|next|webpack|rollup|rolldown|tsup|tsdown|esbuild|unocss|uno|windi)\.(?:config|workspace)(?:\.[\w-]+)*\.(?:[cm]?[jt]s|json)|Dockerfile(?:\.[\w-]+)?|(?:docker-)?compose(?:\.[\w-]+)*\.ya?ml)$/u;

/** How sources are compiled, bundled, installed and served concerns all of them. */
export const buildConfig: ChangeRule = {
  name: 'build-config',
  assess: ({ file }, { input }) =>
    BUILD_CONFIG.test(file) && !input.runnerConfigs.has(file)
      ? { everything: `${file} changed, and decides how sources are built, installed or run.` }
      : undefined,
};
