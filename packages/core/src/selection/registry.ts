import { buildConfig } from './rules/build-config.ts';
import { dataFile } from './rules/data-file.ts';
import { documentation } from './rules/documentation.ts';
import { environmentFile } from './rules/environment-file.ts';
import { lastOutcome } from './rules/last-outcome.ts';
import { lockFile } from './rules/lock-file.ts';
import { mockFolder } from './rules/mock-folder.ts';
import { packageManifest } from './rules/package-manifest.ts';
import { runnerConfig } from './rules/runner-config.ts';
import { snapshot } from './rules/snapshot.ts';
import { source } from './rules/source.ts';
import { testFile } from './rules/test-file.ts';
import { typeDeclaration } from './rules/type-declaration.ts';
import type { ChangeRule, TestRule } from './selection-rule.ts';

/** All rules for changed files. What none of them knows runs everything. */
export const changeRules: readonly ChangeRule[] = [
  lockFile,
  packageManifest,
  environmentFile,
  buildConfig,
  runnerConfig,
  mockFolder,
  snapshot,
  testFile,
  typeDeclaration,
  source,
  dataFile,
  documentation,
];

/** All rules for tests that run whatever changed. */
export const testRules: readonly TestRule[] = [lastOutcome];
