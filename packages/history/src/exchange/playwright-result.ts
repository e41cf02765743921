import {
  type AttemptStatus,
  type Attachment,
  type Failure,
  type GitFacts,
  type PathBase,
  type TestEntry,
  relativeToRoot,
  withPendingCall,
} from '@millwright/core';
import { z } from 'zod';

import { failureOfReport, untoldFailure } from './reported-failure.ts';

/** Parts that Playwright's JSON and blob reports have in common. Unknown keys are ignored. */

export const locationSchema = z.object({ file: z.string(), line: z.number(), column: z.number() });

export const errorSchema = z.object({
  message: z.string().optional(),
  stack: z.string().optional(),
  value: z.string().optional(),
  snippet: z.string().optional(),
  location: locationSchema.optional(),
});
export type PlaywrightError = z.infer<typeof errorSchema>;

export const statusSchema = z.enum(['passed', 'failed', 'timedOut', 'skipped', 'interrupted']);
export const shardSchema = z.object({ current: z.number(), total: z.number() });
export const annotationSchema = z.object({ type: z.string(), description: z.string().optional() });
export const attachmentSchema = z.object({ name: z.string(), contentType: z.string(), path: z.string().optional() });

export const metadataSchema = z.object({
  actualWorkers: z.number().optional(),
  gitCommit: z
    .object({
      hash: z.string().optional(),
      branch: z.string().optional(),
      subject: z.string().optional(),
      author: z.object({ name: z.string().optional() }).optional(),
      committer: z.object({ time: z.number().optional() }).optional(),
    })
    .optional(),
});

/** What `captureGitInfo` wrote into a report. Whether the working tree was clean is not told. */
export function gitFactsOfMetadata(metadata: z.infer<typeof metadataSchema> | undefined): GitFacts | undefined {
  const commit = metadata?.gitCommit;
  if (!commit?.hash) return undefined;
  return {
    commit: commit.hash,
    ...(commit.branch ? { branch: commit.branch } : {}),
    ...(commit.subject ? { commitSubject: commit.subject } : {}),
    ...(commit.author?.name ? { author: commit.author.name } : {}),
    ...(commit.committer?.time ? { committedAt: new Date(commit.committer.time).toISOString() } : {}),
    dirty: false,
    rootPrefix: '',
  };
}

export function failureOfPlaywright(error: PlaywrightError, base: PathBase, step?: string): Failure {
  return failureOfReport(
    {
      message: error.message ?? error.value,
      stack: error.stack,
      snippet: error.snippet,
      location: error.location,
      step,
    },
    { base },
  );
}

/** The failures of a result; a bad result without an error gets a sentence that says so. */
export function failuresOfResult(
  status: AttemptStatus,
  errors: readonly PlaywrightError[],
  base: PathBase,
  stepOf?: (error: PlaywrightError) => string | undefined,
): { failures?: Failure[] } {
  if (errors.length > 0) {
    const failures = errors.slice(0, 10).map((error) => failureOfPlaywright(error, base, stepOf?.(error)));
    return { failures: [...withPendingCall(failures)] };
  }
  const isBad = status === 'failed' || status === 'timedOut';
  return isBad
    ? {
        failures: [
          untoldFailure(`The test ${status === 'failed' ? 'failed' : 'timed out'} and the runner gave no error.`),
        ],
      }
    : {};
}

export function attachmentsOfResult(
  attachments: readonly z.infer<typeof attachmentSchema>[],
  base: PathBase,
): { attachments?: Attachment[] } {
  const kept = attachments
    .filter(({ name }) => !name.startsWith('_'))
    .slice(0, 50)
    .map(({ name, contentType, path }) =>
      path === undefined ? { name, contentType } : { name, contentType, path: relativeToRoot(path, base) },
    );
  return kept.length > 0 ? { attachments: kept } : {};
}

/** Playwright calls a skipped result of a test that was meant to run "did not run". */
export function didNotRun(status: AttemptStatus, expectedStatus: string): boolean {
  return status === 'skipped' && expectedStatus !== 'skipped';
}

export function expectedStatusOf(status: string): TestEntry['expectedStatus'] {
  return status === 'passed' || status === 'skipped' ? status : 'failed';
}

export function annotationsOf(
  annotations: readonly z.infer<typeof annotationSchema>[],
): Pick<TestEntry, 'annotations'> {
  const plain = annotations.map(({ type, description }) =>
    description === undefined ? { type } : { type, description },
  );
  return plain.length > 0 ? { annotations: plain } : {};
}
