import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { brokenReport } from './report-content.ts';

/** An error element of a test case: `failure`, `error`, `flakyFailure`, `rerunFailure` … */
export interface JUnitProblem {
  /** The element's name. */
  readonly kind: string;
  readonly message: string;
  readonly type: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
}

export interface JUnitCase {
  readonly attributes: Readonly<Record<string, string>>;
  readonly problems: readonly JUnitProblem[];
  readonly skipped: { readonly message: string } | undefined;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  readonly stdout: string;
  readonly stderr: string;
}

export interface JUnitSuite {
  readonly attributes: Readonly<Record<string, string>>;
  readonly cases: readonly JUnitCase[];
  readonly properties: JUnitCase['properties'];
  readonly suites: readonly JUnitSuite[];
}

/** A JUnit XML document of any dialect, with texts decoded. */
export interface JUnitDocument {
  readonly attributes: Readonly<Record<string, string>>;
  readonly suites: readonly JUnitSuite[];
}

type Element = Readonly<Record<string, unknown>>;

const problemKinds = ['failure', 'error', 'flakyFailure', 'flakyError', 'rerunFailure', 'rerunError'];
const lists = new Set(['testsuite', 'testcase', 'property', 'system-out', 'system-err', ...problemKinds]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributesGroupName: '@',
  attributeNamePrefix: '',
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Decoded below: CDATA must stay as it is, and entities that a document declares itself are not wanted.
  processEntities: false,
  isArray: (name) => lists.has(name),
});

/** Reads a JUnit XML text, or throws a UserError that names the file and the line. */
export function junitDocumentOf(text: string, path: string, title: string): JUnitDocument {
  const problem = XMLValidator.validate(text, { allowBooleanAttributes: true });
  if (problem !== true)
    throw brokenReport(
      path,
      `is not ${title}: expected XML, found an error in line ${problem.err.line}: ${problem.err.msg}`,
    );
  const root = parser.parse(text) as Element;
  const suites = elementOf(root['testsuites']);
  if (suites) return { attributes: attributesOf(suites), suites: suitesIn(suites) };
  const single = suitesIn(root);
  if (single.length > 0) return { attributes: {}, suites: single };
  throw brokenReport(
    path,
    `is not ${title}: expected <testsuites> or <testsuite>, found <${Object.keys(root).find((name) => !name.startsWith('?')) ?? 'nothing'}>.`,
  );
}

/** An empty element without attributes is parsed as an empty text. */
function elementOf(value: unknown): Element | undefined {
  if (value === '') return {};
  return typeof value === 'object' && value !== null ? (value as Element) : undefined;
}

function childrenOf(element: Element, name: string): Element[] {
  const value = element[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((child) => elementOf(child) ?? { '#text': child });
}

function suitesIn(element: Element): JUnitSuite[] {
  return childrenOf(element, 'testsuite').map((suite) => ({
    attributes: attributesOf(suite),
    cases: childrenOf(suite, 'testcase').map(caseOf),
    properties: propertiesOf(suite),
    suites: suitesIn(suite),
  }));
}

function caseOf(element: Element): JUnitCase {
  const skipped = childrenOf(element, 'skipped')[0];
  return {
    attributes: attributesOf(element),
    problems: problemKinds.flatMap((kind) => childrenOf(element, kind).map((problem) => problemOf(kind, problem))),
    skipped: skipped && { message: attributesOf(skipped)['message'] ?? textIn(skipped).trim() },
    properties: propertiesOf(element),
    ...outputOf(element),
  };
}

function problemOf(kind: string, element: Element): JUnitProblem {
  const attributes = attributesOf(element);
  const stackTrace = childrenOf(element, 'stackTrace')[0];
  return {
    kind,
    message: attributes['message'] ?? '',
    type: attributes['type'] ?? '',
    text: stackTrace ? textIn(stackTrace) : textIn(element),
    attributes,
    ...outputOf(element),
  };
}

function outputOf(element: Element): { stdout: string; stderr: string } {
  return {
    stdout: childrenOf(element, 'system-out').map(textIn).join('\n'),
    stderr: childrenOf(element, 'system-err').map(textIn).join('\n'),
  };
}

function propertiesOf(element: Element): { name: string; value: string }[] {
  return childrenOf(element, 'properties')
    .flatMap((properties) => childrenOf(properties, 'property'))
    .map((property) => {
      const { name = '', value } = attributesOf(property);
      return { name, value: value ?? textIn(property) };
    });
}

function attributesOf(element: Element): Record<string, string> {
  const attributes = (element['@'] ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, decoded(String(value))]));
}

function textIn(element: Element): string {
  const plain = element['#text'];
  const cdata = element['#cdata'];
  const texts = [typeof plain === 'string' ? decoded(plain) : '', ...(Array.isArray(cdata) ? cdata : [cdata])];
  return texts.filter((text) => typeof text === 'string' && text.trim() !== '').join('');
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(lt|gt|amp|quot|apos));/gi,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
