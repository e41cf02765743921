import type { ElementFingerprint } from '../element-fingerprint.ts';
import {
  type CssSelector,
  type CssStep,
  type CssTest,
  attributeOf,
  parseCss,
  renderCss,
} from '../locator/css-selector.ts';
import { looksGenerated } from '../locator/generated-token.ts';
import {
  callOf,
  isExact,
  type LocatorCall,
  type LocatorValue,
  optionsOf,
  type SoughtText,
  soughtOf,
  textValue,
} from '../locator/locator-chain.ts';
import { headingLevelOf, labelsOf } from '../locator/match-locator.ts';
import { isWhole, stableTextOf } from '../locator/stable-text.ts';
import { parseXPath, renderXPath } from '../locator/xpath-selector.ts';
import { editSimilarityOf } from '../words.ts';

/** The same call with arguments under which an element could be found now, the likeliest first. */
export function argumentOptionsOf(
  call: LocatorCall,
  element: ElementFingerprint,
  written: string,
): readonly LocatorCall[] {
  switch (call.method) {
    case 'getByRole':
      return roleOptions(call, element, written);
    case 'getByTestId':
      return element.testId === undefined || looksGenerated(element.testId)
        ? []
        : [callOf('getByTestId', element.testId)];
    case 'getByLabel':
      return labelsOf(element).flatMap((label) => textOptions(call, label, written));
    case 'getByPlaceholder':
      return textOptions(call, element.placeholder, written);
    case 'getByAltText':
      return textOptions(call, element.alt, written);
    case 'getByTitle':
      return textOptions(call, element.title, written);
    case 'getByText':
      return textOptions(call, element.text, written);
    case 'locator':
      return selectorOptions(call, element, written);
    default:
      return [];
  }
}

const exactly: LocatorValue = { is: 'flag', value: true };

function roleOptions(call: LocatorCall, element: ElementFingerprint, written: string): readonly LocatorCall[] {
  const { role, name } = element;
  if (role === undefined || role === '') return [];
  const { name: writtenName, exact: _exact, level, ...rest } = optionsOf(call);
  const ownLevel = headingLevelOf(element);
  const others = level && ownLevel ? { ...rest, level: { is: 'number' as const, value: ownLevel } } : rest;
  const label = stableTextOf(name, written);
  if (label === '') return [];
  const kept = writtenName?.is === 'text' || writtenName?.is === 'pattern' ? writtenName : undefined;
  return exactness(call, label, name).map((exact) =>
    callOf('getByRole', role, { name: likeWritten(kept, label), ...others, ...(exact ? { exact: exactly } : {}) }),
  );
}

function textOptions(call: LocatorCall, text: string | undefined, written: string): readonly LocatorCall[] {
  const part = stableTextOf(text, written);
  if (part === '') return [];
  return exactness(call, part, text).map((exact) =>
    callOf(call.method, likeWritten(soughtOf(call), part), exact ? { exact: exactly } : {}),
  );
}

/** As the author had it; then exact, where a part would also be found in others. */
function exactness(call: LocatorCall, part: string, text: string | undefined): readonly boolean[] {
  if (!isWhole(part, text)) return [false];
  return isExact(call) ? [true] : [false, true];
}

/** A text, or a regular expression where the author had one that stood for a text. */
function likeWritten(written: SoughtText | undefined, text: string): SoughtText {
  if (written?.is !== 'pattern' || /[^\w\s\\^$.'-]/.test(written.source)) return { is: 'text', text };
  const ignoresCase = written.flags.includes('i');
  const words = ignoresCase && written.source === written.source.toLowerCase() ? text.toLowerCase() : text;
  const escaped = words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const [start, end] = [written.source.startsWith('^') ? '^' : '', written.source.endsWith('$') ? '$' : ''];
  return { is: 'pattern', source: `${start}${escaped}${end}`, flags: written.flags };
}

function selectorOptions(call: LocatorCall, element: ElementFingerprint, written: string): readonly LocatorCall[] {
  const sought = soughtOf(call);
  if (sought?.is !== 'text') return [];
  const selectors = [...cssOptions(sought.text, element, written), ...xpathOptions(sought.text, element, written)];
  return selectors.map((text) => ({ method: 'locator', args: [textValue(text), ...call.args.slice(1)] }));
}

function cssOptions(text: string, element: ElementFingerprint, written: string): readonly string[] {
  const selector = parseCss(text);
  const last = selector?.at(-1);
  if (!selector || !last) return [];
  const steps = stepOptions(last, element, written);
  const around = selector.slice(0, -1);
  const within: CssSelector[] = steps.map((step) => [...around, step]);
  const alone: CssSelector[] =
    around.length === 0 ? [] : [last, ...steps].map((step) => [{ ...step, combinator: ' ' }]);
  return [...within, ...alone].map(renderCss).filter((one) => one !== text);
}

/** The last step with each of its tests mended: the same kinds of tests, with what the element has now. */
function stepOptions(step: CssStep, element: ElementFingerprint, written: string): readonly CssStep[] {
  let options: readonly (readonly CssTest[])[] = [[]];
  for (const test of step.tests) {
    const mended = testOptions(test, element, written);
    options = options.flatMap((tests) => mended.map((one) => [...tests, one]));
    if (options.length > mostOptions) options = options.slice(0, mostOptions);
  }
  return options.map((tests) => ({ ...step, tests }));
}

const mostOptions = 24;

function testOptions(test: CssTest, element: ElementFingerprint, written: string): readonly CssTest[] {
  switch (test.kind) {
    case 'tag':
      return test.value === '*' ? [test] : [{ kind: 'tag', value: element.tag }];
    case 'id':
      return element.id === undefined || looksGenerated(element.id) ? [] : [{ kind: 'id', value: element.id }];
    case 'class':
      return classesLike(test.value, element).map((value) => ({ kind: 'class', value }));
    case 'text': {
      const text = stableTextOf(element.text, written);
      return text === '' ? [] : [{ kind: 'text', value: text, exact: test.exact && isWhole(text, element.text) }];
    }
    default:
      return attributeOptions(test, element, written);
  }
}

function classesLike(name: string, { classes = [] }: ElementFingerprint): readonly string[] {
  return classes
    .filter((one) => one === name || !looksGenerated(one))
    .toSorted((a, b) => editSimilarityOf(b, name) - editSimilarityOf(a, name))
    .slice(0, 6);
}

type AttributeTest = Extract<CssTest, { kind: 'attribute' }>;

function attributeOptions(test: AttributeTest, element: ElementFingerprint, written: string): readonly CssTest[] {
  const own = test.name === 'aria-label' ? element.name : attributeOf(element, test.name);
  if (typeof own !== 'string' || own === '') return [];
  if (test.operator === '' || own === test.value) return [test];
  const isWords = /^(?:placeholder|alt|title|aria-label)$/.test(test.name);
  if (isWords ? stableTextOf(own, written) !== own : isUnstable(test.name, own)) return [];
  return [{ ...test, operator: '=', value: own }];
}

function isUnstable(name: string, value: string): boolean {
  if (name === 'href') return /\d{3,}|[?#]/.test(value);
  return value.includes('"') || looksGenerated(value);
}

function xpathOptions(text: string, element: ElementFingerprint, written: string): readonly string[] {
  const xpath = parseXPath(text);
  if (!xpath) return [];
  const tag = xpath.tag === '*' ? '*' : element.tag;
  const { subject, quote } = xpath;
  if (!subject.startsWith('@')) {
    const value = stableTextOf(element.text, written);
    if (value === '' || value.includes(quote)) return [];
    return [renderXPath({ ...xpath, tag, value, contains: xpath.contains || !isWhole(value, element.text) })];
  }
  const value = attributeOf(element, subject.slice(1));
  if (typeof value !== 'string' || value === '' || value.includes(quote)) return [];
  if (subject === '@class')
    return classesLike(xpath.value, element).map((one) => renderXPath({ ...xpath, tag, value: one, contains: true }));
  return isUnstable(subject.slice(1), value) ? [] : [renderXPath({ ...xpath, tag, value, contains: false })];
}
