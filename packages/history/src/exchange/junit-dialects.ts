import type { RunnerName, TestEntry } from '@millwright/core';

import type { JUnitCase, JUnitDocument, JUnitSuite } from './junit-document.ts';

/** What a dialect reads from a test case. Paths are as the report has them. */
export interface JUnitIdentity {
  readonly file: string;
  readonly titlePath: readonly string[];
  readonly project?: string;
}

/** How one tool writes JUnit XML. */
export interface JUnitDialect {
  readonly name: string;
  readonly runner: RunnerName;
  detects(document: JUnitDocument, suites: readonly JUnitSuite[]): boolean;
  identityOf(testCase: JUnitCase, suite: JUnitSuite, knownFiles: ReadonlySet<string>): JUnitIdentity;
  readonly expectedStatusOf?: (testCase: JUnitCase) => TestEntry['expectedStatus'];
}

const sourceFile = /\.[cm]?[jt]sx?$/;

/** What `renderJUnit` writes: paths relative to the root, the rest in properties. */
const own: JUnitDialect = {
  name: 'Millwright',
  runner: 'junit',
  detects: (document) => document.attributes['name'] === 'millwright',
  identityOf: (testCase, suite) => ({
    file: testCase.attributes['classname'] ?? '',
    titlePath: (testCase.attributes['name'] ?? '').split(' › '),
    project: suite.attributes['hostname'] ?? '',
  }),
};

/** `classname` is the file relative to the folder of the tests, `hostname` the project. */
const playwright: JUnitDialect = {
  name: 'Playwright',
  runner: 'playwright',
  detects(document, suites) {
    if (!('id' in document.attributes) || document.attributes['name'] === undefined) return false;
    return suites.every(
      (suite) =>
        'hostname' in suite.attributes &&
        suite.cases.every((testCase) => testCase.attributes['classname'] === suite.attributes['name']),
    );
  },
  identityOf: (testCase, suite) => ({
    file: testCase.attributes['classname'] ?? '',
    titlePath: (testCase.attributes['name'] ?? '').split(' › '),
    project: suite.attributes['hostname'] ?? '',
  }),
  // The reporter writes annotations as properties, and `test.fail` is an annotation.
  expectedStatusOf: (testCase) =>
    testCase.skipped ? 'skipped' : testCase.properties.some(({ name }) => name === 'fail') ? 'failed' : 'passed',
};

/** `classname` is the file relative to the root. The project is not told. */
const vitest: JUnitDialect = {
  name: 'Vitest',
  runner: 'vitest',
  detects: (document) => document.attributes['name'] === 'vitest tests',
  identityOf: (testCase) => ({
    file: testCase.attributes['classname'] ?? '',
    titlePath: (testCase.attributes['name'] ?? '').split(' > '),
  }),
};

/** `classname` is the module in dots, then the classes. */
const pytest: JUnitDialect = {
  name: 'pytest',
  runner: 'junit',
  detects: (document, suites) =>
    document.attributes['name'] === 'pytest tests' || suites.some((suite) => suite.attributes['name'] === 'pytest'),
  identityOf(testCase, _suite, knownFiles) {
    const { classname = '', name = '', file } = testCase.attributes;
    const parts = classname.split('.');
    const known = parts
      .map((_, index) => index + 1)
      .find((length) => knownFiles.has(`${parts.slice(0, length).join('/')}.py`));
    const firstClass = parts.findIndex((part) => /^[A-Z]/.test(part));
    const length = known ?? (firstClass < 0 ? parts.length : firstClass);
    return { file: file ?? `${parts.slice(0, length).join('/')}.py`, titlePath: [...parts.slice(length), name] };
  },
};

/** `classname` is a Java class; its file is found here when the sources are. */
const surefire: JUnitDialect = {
  name: 'Maven Surefire',
  runner: 'junit',
  detects: (_document, suites) =>
    suites.some(
      (suite) =>
        'xsi:noNamespaceSchemaLocation' in suite.attributes ||
        suite.properties.some(({ name }) => name === 'java.version'),
    ),
  identityOf(testCase, suite, knownFiles) {
    const { classname = suite.attributes['name'] ?? '', name = '' } = testCase.attributes;
    const ending = `/${classname.replace(/\$.*$/, '').replaceAll('.', '/')}`;
    const file = [...knownFiles].find(
      (known) => /\.(?:java|kt|groovy|scala)$/.test(known) && `/${known.replace(/\.\w+$/, '')}`.endsWith(ending),
    );
    return { file: file ?? classname, titlePath: [name] };
  },
};

/** Jest-junit and everybody else: a `file` attribute where there is one, else a class name that is a file, else the class. */
const generic: JUnitDialect = {
  name: 'JUnit',
  runner: 'junit',
  detects: () => true,
  identityOf(testCase, suite) {
    const { classname = '', name = '' } = testCase.attributes;
    const suiteName = suite.attributes['name'] ?? '';
    const told = testCase.attributes['file'] ?? suite.attributes['file'] ?? suite.attributes['filepath'];
    const file = told ?? [classname, suiteName].find((text) => sourceFile.test(text)) ?? (classname || suiteName);
    const isPart = classname !== '' && classname !== file && !name.startsWith(classname);
    return { file, titlePath: isPart ? [classname, name] : [name] };
  },
};

/** The first that detects wins; the generic one is last. */
export const junitDialects: readonly JUnitDialect[] = [own, playwright, vitest, pytest, surefire, generic];
