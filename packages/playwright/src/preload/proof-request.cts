import type { ProofRequest, ProofStep } from '@millwright/core' with { 'resolution-mode': 'import' };

import type { CallPlace } from './choke-point.cts';

const fs = require('node:fs') as typeof import('node:fs');

/** What a proof asks of this worker; undefined in any other run. */
function readProofRequest(env: Readonly<Record<string, string | undefined>>): ProofRequest | undefined {
  const file = env['MILLWRIGHT_PROOF'];
  return file ? (JSON.parse(fs.readFileSync(file, 'utf8')) as ProofRequest) : undefined;
}

function isAt(place: CallPlace, step: ProofStep): boolean {
  return (
    place.file === step.file && place.line === step.line && (step.column === undefined || place.column === step.column)
  );
}

const proofRequest = { readProofRequest, isAt };
module.exports = proofRequest;
export type ProofRequestModule = typeof proofRequest;
