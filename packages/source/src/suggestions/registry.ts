import { answeredRequest } from './rules/answered-request.ts';
import { brokenFixture } from './rules/broken-fixture.ts';
import { busyPort } from './rules/busy-port.ts';
import { fewerWorkers } from './rules/fewer-workers.ts';
import { flakyPattern } from './rules/flaky-pattern.ts';
import { longerLimit } from './rules/longer-limit.ts';
import { missingBrowser } from './rules/missing-browser.ts';
import { missingImport } from './rules/missing-import.ts';
import { newSnapshot } from './rules/new-snapshot.ts';
import { signIn } from './rules/sign-in.ts';
import { similarElement } from './rules/similar-element.ts';
import { strictLocator } from './rules/strict-locator.ts';
import { undefinedValue } from './rules/undefined-value.ts';
import { unreachableServer } from './rules/unreachable-server.ts';
import type { SuggestionRule } from './suggestion-rule.ts';

/** All kinds of suggestions, in the order in which they are told where they are equally risky. */
export const suggestionRules: readonly SuggestionRule[] = [
  busyPort,
  missingBrowser,
  missingImport,
  brokenFixture,
  strictLocator,
  similarElement,
  flakyPattern,
  longerLimit,
  signIn,
  answeredRequest,
  fewerWorkers,
  unreachableServer,
  undefinedValue,
  newSnapshot,
];
