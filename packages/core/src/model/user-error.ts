/**
 * The only error thrown on purpose, and only at the edges: a mistake that the user can mend.
 * Compare `code`, never `instanceof`: two copies of a package may be loaded.
 */
export class UserError extends Error {
  readonly code: string;
  /** What to try, as a whole sentence. */
  readonly hint: string | undefined;

  constructor(options: { code: string; message: string; hint?: string; cause?: unknown }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = options.code;
    this.hint = options.hint;
  }
}

/** Whether a caught value is a `UserError` of any copy of this package. */
export function isUserError(value: unknown): value is UserError {
  return value instanceof Error && value.name === 'UserError' && typeof (value as { code?: unknown }).code === 'string';
}
