import type { CiFacts } from '@millwright/core';

/** Environment variables as `process.env` gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One continuous-integration service: how to tell it, and which variables it sets. */
interface CiProvider {
  readonly name: string;
  detects(env: Environment): boolean;
  /** Variables to try in order, or a function where one variable is not the whole answer. */
  readonly buildId: Reading;
  readonly buildUrl?: Reading;
  readonly job?: Reading;
  readonly buildAttempt?: Reading;
  readonly pullRequest?: Reading;
  readonly baseBranch?: Reading;
  /** The branch under test: on a pull request its source branch. CI often checks out a detached commit. */
  readonly branch: Reading;
}

type Reading = readonly string[] | ((env: Environment) => string | undefined);

const has =
  (name: string) =>
  (env: Environment): boolean =>
    (env[name] ?? '') !== '' && env[name] !== 'false';

/** Sources: each service's own page of predefined variables. The first that detects wins; the generic one is last. */
const ciProviders: readonly CiProvider[] = [
  {
    name: 'github-actions',
    detects: has('GITHUB_ACTIONS'),
    buildId: ['GITHUB_RUN_ID'],
    buildUrl: (env) =>
      env['GITHUB_RUN_ID']
        ? `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${env['GITHUB_REPOSITORY']}/actions/runs/${env['GITHUB_RUN_ID']}`
        : undefined,
    job: ['GITHUB_JOB'],
    buildAttempt: ['GITHUB_RUN_ATTEMPT'],
    pullRequest: (env) => /^refs\/pull\/(\d+)\//.exec(env['GITHUB_REF'] ?? '')?.[1],
    baseBranch: ['GITHUB_BASE_REF'],
    branch: (env) => env['GITHUB_HEAD_REF'] || (env['GITHUB_REF_TYPE'] === 'tag' ? undefined : env['GITHUB_REF_NAME']),
  },
  {
    name: 'gitlab',
    detects: has('GITLAB_CI'),
    buildId: ['CI_PIPELINE_ID'],
    buildUrl: ['CI_JOB_URL', 'CI_PIPELINE_URL'],
    job: ['CI_JOB_NAME'],
    pullRequest: ['CI_MERGE_REQUEST_IID'],
    baseBranch: ['CI_MERGE_REQUEST_TARGET_BRANCH_NAME'],
    branch: ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_BRANCH', 'CI_COMMIT_REF_NAME'],
  },
  {
    name: 'circleci',
    detects: has('CIRCLECI'),
    buildId: ['CIRCLE_WORKFLOW_ID', 'CIRCLE_BUILD_NUM'],
    buildUrl: ['CIRCLE_BUILD_URL'],
    job: ['CIRCLE_JOB'],
    pullRequest: (env) => env['CIRCLE_PR_NUMBER'] ?? /\/(\d+)$/.exec(env['CIRCLE_PULL_REQUEST'] ?? '')?.[1],
    branch: ['CIRCLE_BRANCH'],
  },
  {
    name: 'azure-pipelines',
    detects: has('TF_BUILD'),
    buildId: ['BUILD_BUILDID'],
    buildUrl: (env) =>
      env['SYSTEM_COLLECTIONURI']
        ? `${env['SYSTEM_COLLECTIONURI']}${env['SYSTEM_TEAMPROJECT']}/_build/results?buildId=${env['BUILD_BUILDID']}`
        : undefined,
    job: ['AGENT_JOBNAME', 'SYSTEM_JOBDISPLAYNAME'],
    buildAttempt: ['SYSTEM_JOBATTEMPT'],
    pullRequest: ['SYSTEM_PULLREQUEST_PULLREQUESTNUMBER', 'SYSTEM_PULLREQUEST_PULLREQUESTID'],
    baseBranch: (env) => branchOfRef(env['SYSTEM_PULLREQUEST_TARGETBRANCH']),
    branch: (env) => branchOfRef(env['SYSTEM_PULLREQUEST_SOURCEBRANCH'] ?? env['BUILD_SOURCEBRANCH']),
  },
  {
    name: 'buildkite',
    detects: has('BUILDKITE'),
    buildId: ['BUILDKITE_BUILD_ID'],
    buildUrl: ['BUILDKITE_BUILD_URL'],
    job: ['BUILDKITE_LABEL', 'BUILDKITE_STEP_KEY', 'BUILDKITE_JOB_ID'],
    buildAttempt: (env) =>
      env['BUILDKITE_RETRY_COUNT'] === undefined ? undefined : String(Number(env['BUILDKITE_RETRY_COUNT']) + 1),
    pullRequest: (env) => (env['BUILDKITE_PULL_REQUEST'] === 'false' ? undefined : env['BUILDKITE_PULL_REQUEST']),
    baseBranch: ['BUILDKITE_PULL_REQUEST_BASE_BRANCH'],
    branch: ['BUILDKITE_BRANCH'],
  },
  {
    name: 'bitbucket',
    detects: has('BITBUCKET_BUILD_NUMBER'),
    buildId: ['BITBUCKET_PIPELINE_UUID', 'BITBUCKET_BUILD_NUMBER'],
    buildUrl: (env) =>
      env['BITBUCKET_GIT_HTTP_ORIGIN']
        ? `${env['BITBUCKET_GIT_HTTP_ORIGIN']}/pipelines/results/${env['BITBUCKET_BUILD_NUMBER']}`
        : undefined,
    job: ['BITBUCKET_STEP_UUID'],
    pullRequest: ['BITBUCKET_PR_ID'],
    baseBranch: ['BITBUCKET_PR_DESTINATION_BRANCH'],
    branch: ['BITBUCKET_BRANCH'],
  },
  {
    name: 'travis',
    detects: has('TRAVIS'),
    buildId: ['TRAVIS_BUILD_ID'],
    buildUrl: ['TRAVIS_BUILD_WEB_URL'],
    job: ['TRAVIS_JOB_NAME', 'TRAVIS_JOB_NUMBER'],
    pullRequest: (env) => (env['TRAVIS_PULL_REQUEST'] === 'false' ? undefined : env['TRAVIS_PULL_REQUEST']),
    baseBranch: (env) => (env['TRAVIS_PULL_REQUEST_BRANCH'] ? env['TRAVIS_BRANCH'] : undefined),
    branch: ['TRAVIS_PULL_REQUEST_BRANCH', 'TRAVIS_BRANCH'],
  },
  {
    name: 'teamcity',
    detects: has('TEAMCITY_VERSION'),
    buildId: ['BUILD_NUMBER'],
    buildUrl: ['BUILD_URL'],
    job: ['TEAMCITY_BUILDCONF_NAME'],
    branch: ['TEAMCITY_BUILD_BRANCH', 'BRANCH_NAME'],
  },
  {
    name: 'appveyor',
    detects: has('APPVEYOR'),
    buildId: ['APPVEYOR_BUILD_ID'],
    buildUrl: (env) =>
      env['APPVEYOR_URL']
        ? `${env['APPVEYOR_URL']}/project/${env['APPVEYOR_ACCOUNT_NAME']}/${env['APPVEYOR_PROJECT_SLUG']}/builds/${env['APPVEYOR_BUILD_ID']}`
        : undefined,
    job: ['APPVEYOR_JOB_NAME', 'APPVEYOR_JOB_ID'],
    pullRequest: ['APPVEYOR_PULL_REQUEST_NUMBER'],
    baseBranch: (env) => (env['APPVEYOR_PULL_REQUEST_NUMBER'] ? env['APPVEYOR_REPO_BRANCH'] : undefined),
    branch: ['APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH', 'APPVEYOR_REPO_BRANCH'],
  },
  {
    name: 'drone',
    detects: has('DRONE'),
    buildId: ['DRONE_BUILD_NUMBER'],
    buildUrl: ['DRONE_BUILD_LINK'],
    job: ['DRONE_STEP_NAME', 'DRONE_STAGE_NAME'],
    pullRequest: ['DRONE_PULL_REQUEST'],
    baseBranch: (env) => (env['DRONE_PULL_REQUEST'] ? env['DRONE_TARGET_BRANCH'] : undefined),
    branch: ['DRONE_SOURCE_BRANCH', 'DRONE_BRANCH'],
  },
  {
    name: 'semaphore',
    detects: has('SEMAPHORE'),
    buildId: ['SEMAPHORE_PIPELINE_ID', 'SEMAPHORE_WORKFLOW_ID'],
    buildUrl: (env) =>
      env['SEMAPHORE_ORGANIZATION_URL']
        ? `${env['SEMAPHORE_ORGANIZATION_URL']}/workflows/${env['SEMAPHORE_WORKFLOW_ID']}`
        : undefined,
    job: ['SEMAPHORE_JOB_NAME'],
    pullRequest: ['SEMAPHORE_GIT_PR_NUMBER'],
    baseBranch: (env) => (env['SEMAPHORE_GIT_PR_NUMBER'] ? env['SEMAPHORE_GIT_BRANCH'] : undefined),
    branch: ['SEMAPHORE_GIT_PR_BRANCH', 'SEMAPHORE_GIT_BRANCH'],
  },
  {
    name: 'jenkins',
    detects: (env) => has('JENKINS_URL')(env) || (has('BUILD_ID')(env) && has('HUDSON_URL')(env)),
    buildId: ['BUILD_TAG', 'BUILD_ID'],
    buildUrl: ['BUILD_URL'],
    job: ['JOB_NAME'],
    pullRequest: ['CHANGE_ID', 'ghprbPullId'],
    baseBranch: ['CHANGE_TARGET', 'ghprbTargetBranch'],
    branch: (env) =>
      env['CHANGE_BRANCH'] ??
      env['BRANCH_NAME'] ??
      env['ghprbSourceBranch'] ??
      env['GIT_LOCAL_BRANCH'] ??
      env['GIT_BRANCH']?.replace(/^origin\//, ''),
  },
  {
    name: 'unknown',
    detects: has('CI'),
    buildId: ['BUILD_ID', 'BUILD_NUMBER'],
    buildUrl: ['BUILD_URL'],
    branch: ['BRANCH_NAME', 'GIT_BRANCH'],
  },
];

function branchOfRef(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/') && !ref.startsWith('refs/heads/') ? undefined : ref?.replace(/^refs\/heads\//, '');
}

function valueOf(reading: Reading | undefined, env: Environment): string | undefined {
  if (reading === undefined) return undefined;
  const value = typeof reading === 'function' ? reading(env) : reading.map((name) => env[name]).find((found) => found);
  return value === '' ? undefined : value;
}

/** Which continuous-integration job the environment tells of; undefined outside of any. */
export function ciFactsOf(env: Environment): (CiFacts & { readonly branch?: string }) | undefined {
  const provider = ciProviders.find((candidate) => candidate.detects(env));
  if (!provider) return undefined;
  const attempt = Number(valueOf(provider.buildAttempt, env));
  const parts = {
    buildId: valueOf(provider.buildId, env),
    buildUrl: valueOf(provider.buildUrl, env),
    job: valueOf(provider.job, env),
    buildAttempt: Number.isInteger(attempt) && attempt > 0 ? attempt : undefined,
    pullRequest: valueOf(provider.pullRequest, env),
    baseBranch: valueOf(provider.baseBranch, env),
    branch: valueOf(provider.branch, env),
  };
  const known = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
  return { provider: provider.name, ...known };
}
