import type { Cause } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

/** The code could not be loaded. */
export const syntax: Cause = {
  name: 'syntax',
  title: 'Code could not be loaded',
  likely: 'A file does not parse or an import cannot be resolved, so no test in it could start.',
  advice:
    'Open the place that the message names. For a missing module: install it, or build the package it comes from.',
  retry: 'none',
  score: (features) => {
    if (/ JSON\b/.test(features.head) && /Unexpected (?:token|end)|is not valid JSON/.test(features.head)) return [];
    return wordEvidence(features.told, [
      [
        /Cannot find (?:module|package) [^\n]{0,80}|ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND|Failed to resolve import [^\n]{0,60}|Could not resolve "/,
        9,
      ],
      [
        /does not provide an export named|ERR_UNSUPPORTED_\w+|ERR_REQUIRE_ESM|ERR_UNKNOWN_FILE_EXTENSION|Cannot use import statement outside a module/,
        9,
      ],
      [
        /\bSyntaxError\b[^\n]{0,60}|Unexpected token|encountered an unexpected token|Transform failed|error TS\d{4}|Parse(?:Error| error)|Unterminated /,
        8,
      ],
      [/fatal error: \S+: No such file/, 7],
    ]);
  },
};
