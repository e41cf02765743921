import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import type { ProofObservation, ProofRequest, TestId } from '@millwright/core';
import { redactedElement } from '@millwright/history/elements';
import { redactorOf } from '@millwright/history/recorder';

import { readCaptureEntries } from './capture-entries.ts';
import type { ProofEntry } from './proof-entries.ts';
import { stepContractOf } from './step-contract.ts';
import { urlPatternOf } from './url-pattern.ts';

export interface ProofContext {
  /** The capture folder. */
  readonly dir: string;
  /** The file with the `ProofRequest`. */
  readonly proofFile: string;
  readonly redact: readonly (string | RegExp)[];
  /** Playwright's id of a test → ours. */
  readonly testIds: ReadonlyMap<string, TestId>;
}

/** Appends what the workers saw in a proof to the file that the proof names. Without secrets, as what is remembered is. */
export async function recordProof({ dir, proofFile, redact, testIds }: ProofContext): Promise<void> {
  const { observations } = JSON.parse(readFileSync(proofFile, 'utf8')) as ProofRequest;
  const clean = redactorOf({ env: process.env, patterns: redact });
  mkdirSync(path.dirname(observations), { recursive: true });
  for await (const entry of readCaptureEntries(dir)) {
    if (entry.k !== 'proof-step' && entry.k !== 'proof-control') continue;
    const test = testIds.get(entry.t);
    if (test !== undefined) appendFileSync(observations, `${JSON.stringify(observationOf(entry, test, clean))}\n`);
  }
}

function observationOf(entry: ProofEntry, test: TestId, redact: (text: string) => string): ProofObservation {
  if (entry.k === 'proof-control') return { ...entry, k: 'control', test };
  const { contract, crop, ...step } = entry;
  const observed = {
    ...step,
    ...(contract ? { contract: stepContractOf(contract) } : {}),
    // Whichever attempt could take it.
    ...(crop !== undefined && existsSync(crop) ? { crop } : {}),
  };
  return { ...redactedElement({ ...observed, url: urlPatternOf(step.url) }, redact), k: 'step', test };
}
