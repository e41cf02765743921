import type { Run } from '@millwright/core';

import type { Context } from '../context/context.ts';
import { readRepositoryPrefix } from '../flaky/repository-prefix.ts';
import type { SourceLinks } from './render-markdown.ts';

/** Links to lines at the commit that ran, where GitHub Actions or GitLab CI say where the repository is; else none. */
export function readSourceLinks({ root, world: { env } }: Context, runs: readonly Run[]): SourceLinks {
  const commit = runs.find((run) => run.facts.git !== undefined)?.facts.git?.commit;
  const base = baseOf(env);
  if (base === undefined || commit === undefined) return { linkOf: () => undefined };
  const prefix = readRepositoryPrefix(root);
  return {
    linkOf: ({ file, line }) =>
      /^\.\.\/|^\/|^[a-z]+:/iu.test(file)
        ? undefined
        : `${base}/${commit}/${`${prefix}${file}`.split('/').map(encodeURIComponent).join('/')}#L${line}`,
  };
}

function baseOf(env: Context['world']['env']): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, CI_PROJECT_URL: project } = env;
  if (server && repository) return `${server}/${repository}/blob`;
  return project ? `${project}/-/blob` : undefined;
}
