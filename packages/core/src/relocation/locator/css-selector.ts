import type { ElementFingerprint } from '../element-fingerprint.ts';
import { answersTo } from './matching-text.ts';

/** What one step of a selector asks of one element. */
export type CssTest =
  | { readonly kind: 'tag' | 'id' | 'class'; readonly value: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly operator: string; readonly value: string }
  | { readonly kind: 'text'; readonly value: string; readonly exact: boolean };

/** One step of a selector, and how it hangs on the step before it. */
export interface CssStep {
  readonly combinator: ' ' | '>';
  readonly tests: readonly CssTest[];
}

/** A selector of CSS that fingerprints can answer: tags, ids, classes, known attributes, texts, `a b` and `a > b`. */
export type CssSelector = readonly CssStep[];

const parts =
  /\s*(>)\s*|\s+|([a-z][\w-]*|\*)|#((?:[\w-]|[^\x00-\x7F]|\\.)+)|\.((?:[\w-]|[^\x00-\x7F]|\\.)+)|\[\s*([\w-]+)\s*(?:([~^$*|]?=)\s*(?:"([^"]*)"|'([^']*)'|([\w-]+)))?\s*\]|:(has-text|text-is|text)\(\s*(?:"([^"]*)"|'([^']*)')\s*\)|:visible/giy;

/** Reads a selector; `undefined` for what fingerprints cannot answer. */
export function parseCss(selector: string): CssSelector | undefined {
  const text = selector.trim().replace(/^css=/, '');
  const steps: { combinator: ' ' | '>'; tests: CssTest[] }[] = [{ combinator: ' ', tests: [] }];
  let at = 0;
  while (at < text.length) {
    parts.lastIndex = at;
    const match = parts.exec(text);
    if (!match || match[0] === '') return undefined;
    at = parts.lastIndex;
    const test = testOf(match);
    const last = steps.at(-1);
    if (test) last?.tests.push(test);
    else if (match[0] === ':visible') continue;
    else if (last?.tests.length === 0) return undefined;
    else steps.push({ combinator: match[1] === '>' ? '>' : ' ', tests: [] });
  }
  return steps.every(({ tests }) => tests.length > 0) ? steps : undefined;
}

function testOf(match: RegExpExecArray): CssTest | undefined {
  const [, , tag, id, className, name, operator = '', double, single, bare, pseudo, text, otherText] = match;
  if (tag !== undefined) return { kind: 'tag', value: tag.toLowerCase() };
  if (id !== undefined) return { kind: 'id', value: unescapedName(id) };
  if (className !== undefined) return { kind: 'class', value: unescapedName(className) };
  if (name !== undefined) return { kind: 'attribute', name, operator, value: double ?? single ?? bare ?? '' };
  if (pseudo === undefined) return undefined;
  return { kind: 'text', value: text ?? otherText ?? '', exact: pseudo === 'text-is' };
}

function unescapedName(name: string): string {
  return name.replaceAll(/\\(.)/g, '$1');
}

/** The selector as text. */
export function renderCss(selector: CssSelector): string {
  return selector
    .map(({ combinator, tests }, index) => {
      const lead = index === 0 ? '' : combinator === '>' ? ' > ' : ' ';
      return lead + tests.map(renderTest).join('');
    })
    .join('');
}

function renderTest(test: CssTest): string {
  switch (test.kind) {
    case 'tag':
      return test.value;
    case 'id':
      return `#${escapedName(test.value)}`;
    case 'class':
      return `.${escapedName(test.value)}`;
    case 'text':
      return `:${test.exact ? 'text-is' : 'has-text'}("${test.value}")`;
    default:
      return test.operator === '' ? `[${test.name}]` : `[${test.name}${test.operator}"${test.value}"]`;
  }
}

function escapedName(name: string): string {
  return name.replaceAll(/[^\w-]/g, String.raw`\$&`).replace(/^\d/, (digit) => `\\3${digit} `);
}

const testIdAttributes = /^data-(?:test-?id|test|cy|qa|e2e|pw)$/;

/** What an element has of an attribute: `null` when it is not known whether it has it. */
export function attributeOf(element: ElementFingerprint, name: string): string | undefined | null {
  const known: Readonly<Record<string, string | undefined>> = {
    id: element.id,
    class: element.classes?.join(' '),
    name: element.nameAttribute,
    type: element.type,
    href: element.href,
    placeholder: element.placeholder,
    alt: element.alt,
    title: element.title,
  };
  if (name in known) return known[name];
  return testIdAttributes.test(name) ? element.testId : null;
}

/** Whether an element passes all tests of a step; `undefined` when that cannot be told. */
export function passesTests(element: ElementFingerprint, tests: readonly CssTest[]): boolean | undefined {
  const answers = new Set(tests.map((test) => passes(element, test)));
  if (answers.has(false)) return false;
  return answers.has(undefined) ? undefined : true;
}

function passes(element: ElementFingerprint, test: CssTest): boolean | undefined {
  switch (test.kind) {
    case 'tag':
      return test.value === '*' || test.value === element.tag;
    case 'id':
      return element.id === test.value;
    case 'class':
      return element.classes?.includes(test.value) ?? false;
    case 'text':
      return answersTo(element.text, { is: 'text', text: test.value }, test.exact);
    default: {
      const own = attributeOf(element, test.name);
      return own === null ? undefined : own !== undefined && compares(own, test.operator, test.value);
    }
  }
}

function compares(own: string, operator: string, value: string): boolean {
  switch (operator) {
    case '=':
      return own === value;
    case '*=':
      return value !== '' && own.includes(value);
    case '^=':
      return value !== '' && own.startsWith(value);
    case '$=':
      return value !== '' && own.endsWith(value);
    case '~=':
      return own.split(' ').includes(value);
    case '|=':
      return own === value || own.startsWith(`${value}-`);
    default:
      return true;
  }
}
