import { animationDependence } from './animation-dependence.ts';
import { brittleLocator } from './brittle-locator.ts';
import { conditionalAssertion } from './conditional-assertion.ts';
import { databaseWithoutIsolation } from './database-without-isolation.ts';
import { elementHandle } from './element-handle.ts';
import { eventAfterAction } from './event-after-action.ts';
import { exactAssertionOnComputedNumber } from './exact-assertion-on-computed-number.ts';
import { exactDuration } from './exact-duration.ts';
import { externalDependencyWithoutRetry } from './external-dependency-without-retry.ts';
import { fixedPort } from './fixed-port.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { focusedOrSkippedTest } from './focused-or-skipped-test.ts';
import { forcedAction } from './forced-action.ts';
import { hardCodedSleep } from './hard-coded-sleep.ts';
import { hiddenHookCoupling } from './hidden-hook-coupling.ts';
import { hoverOrViewportDependence } from './hover-or-viewport-dependence.ts';
import { indexLocator } from './index-locator.ts';
import { leakedMock } from './leaked-mock.ts';
import { leakedServer } from './leaked-server.ts';
import { leakedTimer } from './leaked-timer.ts';
import { localeDependence } from './locale-dependence.ts';
import { missingAwait } from './missing-await.ts';
import { missingCleanup } from './missing-cleanup.ts';
import { networkidle } from './networkidle.ts';
import { nonRetryingAssertion } from './non-retrying-assertion.ts';
import { orderDependence } from './order-dependence.ts';
import { pagePause } from './page-pause.ts';
import { race } from './race.ts';
import { rawLocator } from './raw-locator.ts';
import { sharedMutableState } from './shared-mutable-state.ts';
import { softTimeout } from './soft-timeout.ts';
import { swallowedError } from './swallowed-error.ts';
import { testingLibraryNoAwait } from './testing-library-no-await.ts';
import { timeDependence } from './time-dependence.ts';
import { uncontrolledFileSystem } from './uncontrolled-file-system.ts';
import { unorderedComparison } from './unordered-comparison.ts';
import { unsafeEvaluateClosure } from './unsafe-evaluate-closure.ts';
import { unseededRandom } from './unseeded-random.ts';
import { volatileSnapshot } from './volatile-snapshot.ts';
import { waitForSelector } from './wait-for-selector.ts';
import { waitForSideEffect } from './wait-for-side-effect.ts';

/** Every pattern known to cause flakes. A new one is a file beside these, an entry here, and a folder in `fixtures/source/patterns`. */
export const FLAKY_PATTERNS: readonly FlakyPattern[] = [
  hardCodedSleep,
  race,
  externalDependencyWithoutRetry,
  unseededRandom,
  timeDependence,
  exactAssertionOnComputedNumber,
  localeDependence,
  exactDuration,
  volatileSnapshot,
  unorderedComparison,
  orderDependence,
  sharedMutableState,
  hiddenHookCoupling,
  leakedMock,
  leakedTimer,
  leakedServer,
  fixedPort,
  uncontrolledFileSystem,
  databaseWithoutIsolation,
  missingCleanup,
  testingLibraryNoAwait,
  waitForSideEffect,
  missingAwait,
  eventAfterAction,
  nonRetryingAssertion,
  networkidle,
  waitForSelector,
  elementHandle,
  forcedAction,
  indexLocator,
  brittleLocator,
  rawLocator,
  conditionalAssertion,
  swallowedError,
  unsafeEvaluateClosure,
  animationDependence,
  hoverOrViewportDependence,
  softTimeout,
  pagePause,
  focusedOrSkippedTest,
];
