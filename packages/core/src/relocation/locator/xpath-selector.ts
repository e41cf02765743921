import type { ElementFingerprint } from '../element-fingerprint.ts';
import { attributeOf } from './css-selector.ts';
import { normalised } from './matching-text.ts';

/** An XPath of one step that fingerprints can answer: `//button[@id='pay']`, `//*[contains(text(), 'Pay')]`. */
export interface XPathSelector {
  readonly tag: string;
  /** `@id`, `text()`, `normalize-space()`. */
  readonly subject: string;
  readonly contains: boolean;
  readonly value: string;
  /** The quotes around the value. */
  readonly quote: string;
}

const step =
  /^(?:xpath=)?\/\/([a-z][\w-]*|\*)\[\s*(?:(contains)\(\s*)?(@[\w-]+|text\(\)|normalize-space\((?:text\(\)|\.)?\)|\.)\s*(?:=|,)\s*("[^"]*"|'[^']*')\s*\)?\s*\]$/i;

/** Reads an XPath; `undefined` for what fingerprints cannot answer. */
export function parseXPath(selector: string): XPathSelector | undefined {
  const match = step.exec(selector.trim());
  if (!match) return undefined;
  const [, tag = '*', contains, subject = '', literal = "''"] = match;
  return {
    tag: tag.toLowerCase(),
    subject,
    contains: contains !== undefined,
    value: literal.slice(1, -1),
    quote: literal.slice(0, 1),
  };
}

/** The XPath as text. */
export function renderXPath({ tag, subject, contains, value, quote }: XPathSelector): string {
  const literal = `${quote}${value}${quote}`;
  return `//${tag}[${contains ? `contains(${subject}, ${literal})` : `${subject}=${literal}`}]`;
}

/** Whether an XPath is answered by an element; `undefined` when that cannot be told. */
export function answersXPath(element: ElementFingerprint, selector: XPathSelector): boolean | undefined {
  if (selector.tag !== '*' && selector.tag !== element.tag) return false;
  const own = subjectOf(element, selector.subject);
  if (own === null) return undefined;
  if (own === undefined) return false;
  return selector.contains ? own.includes(selector.value) : own === selector.value;
}

function subjectOf(element: ElementFingerprint, subject: string): string | undefined | null {
  if (!subject.startsWith('@')) return normalised(element.text ?? '');
  return attributeOf(element, subject.slice(1));
}
