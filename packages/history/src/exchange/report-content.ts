import { createHash } from 'node:crypto';

import { UserError } from '@millwright/core';
import type { z } from 'zod';

import type { ReportFile } from './importer.ts';

/** The error for a report that cannot be used. `problem` goes on after the file's name: `is not …`, `ends …`. */
export function brokenReport(path: string, problem: string, cause?: unknown): UserError {
  return new UserError({
    code: 'broken-report',
    message: `${path} ${problem}`,
    hint: 'Nothing of it was imported. Was the file written to its end, and is it the report itself?',
    cause,
  });
}

/** The text of a file without a byte order mark. */
export function textOf(file: ReportFile): string {
  return new TextDecoder('utf-8').decode(file.bytes).replace(/^\uFEFF/, '');
}

/** The JSON value in a text, or an error that tells whether it was cut off. */
export function jsonOf(path: string, text: string, title: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const isCutOff = !/[}\]]\s*$/.test(text);
    throw brokenReport(
      path,
      `is not ${title}: expected JSON, found ${text.trim() === '' ? 'nothing' : isCutOff ? 'a text that ends in the middle' : 'a syntax error'} (${(cause as Error).message}).`,
      cause,
    );
  }
}

/** A value checked against what this kind of report looks like; the error names the first place that differs. */
export function checked<T>(schema: z.ZodType<T>, value: unknown, path: string, title: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') ?? '';
  throw brokenReport(
    path,
    `is not ${title}: ${place === '' ? '' : `at ${place}: `}${issue?.message ?? 'unexpected content'}.`,
  );
}

/** SHA-1 over the files of a report, whatever their order; hexadecimal. */
export function contentHashOf(files: readonly ReportFile[]): string {
  const hashes = files.map((file) => createHash('sha1').update(file.bytes).digest('hex'));
  return hashes.length === 1
    ? (hashes[0] as string)
    : createHash('sha1').update(hashes.sort().join('\n')).digest('hex');
}
