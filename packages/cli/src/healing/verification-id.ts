const prefix = 'verify-';

/** The execution id of the re-runs that prove a repair. */
export function verificationIdOf(id: string): string {
  return `${prefix}${id.toLowerCase()}`;
}

/** Whether a run proved a repair: then it is no evidence about the suite as it stood. */
export function isVerification(run: { readonly executionId?: string }): boolean {
  return run.executionId?.startsWith(prefix) === true;
}
