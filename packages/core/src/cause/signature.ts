import { hashOf } from '../identity/test-id.ts';
import type { Failure } from '../model/failure.ts';
import { failureTextOf } from '../failure/failure-text.ts';

/** Takes out of a line what changes from run to run: ids, ports, durations, counts, paths. */
function normalisedLine(line: string): string {
  return line
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replaceAll(/\b(?:0x)?(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '<id>')
    .replaceAll(/(\b[\w.-]+|\]|::1?):\d{2,5}\b/g, '$1:<port>')
    .replaceAll(/(?:file:\/\/)?(?:[A-Za-z]:)?(?:[\\/][\w.@+~-]+){2,}[\\/]([\w.@+~-]+)/g, '$1')
    .replaceAll(/"[^"\n]{41,}"|'[^'\n]{41,}'/g, '<text>')
    .replaceAll(/\d+(?:\.\d+)?/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/**
 * The fingerprint of a failure, `what-where`: twelve hexadecimal digits for the error's name, head line, matcher and
 * locator, then eight for the file and function of the topmost frame in the project's own code. Line numbers, ids, ports
 * and durations take no part. Failures of one outage share the first half.
 */
export function signatureOf(failure: Failure): string {
  const { head } = failureTextOf(failure);
  const what = [failure.name ?? '', normalisedLine(head), normalisedLine(failure.locator ?? '')].join('\n');
  const frame = failure.frames.find(({ origin }) => origin === 'user');
  const where = frame ? `${frame.file}\n${frame.function ?? ''}` : (failure.location?.file ?? '');
  return `${hashOf(what).slice(0, 12)}-${hashOf(where).slice(0, 8)}`;
}
