import * as z from 'zod';

import { headOf, index, text } from './parts.ts';

const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const words = text.optional();

const fingerprint = z
  .object({
    tag: text,
    xpath: text.describe('Absolute, with an index at every step and a step `#shadow` into a shadow root.'),
    idXpath: words,
    role: words,
    name: words.describe('Accessible name.'),
    text: words.describe('The first 60 visible words.'),
    label: words,
    placeholder: words,
    alt: words,
    title: words,
    testId: words,
    id: words,
    nameAttribute: words,
    type: words,
    href: words,
    classes: z.array(text).optional(),
    options: z
      .array(z.object({ value: text, label: text }))
      .optional()
      .describe('The first 50 of a list to choose from.'),
    isButton: z.boolean().optional(),
    box: box.optional(),
    neighborText: words,
    rowText: words,
    heading: words,
    within: z.array(text).optional(),
    isVisible: z.boolean().optional(),
    isEnabled: z.boolean().optional(),
  })
  .describe('What is known of an element; never the value of a field.');

const call = {
  place: z.object({ file: text, line: index, column: index }),
  locator: text,
  selector: text,
  action: text,
  ordinal: index,
  isList: z
    .boolean()
    .optional()
    .describe('Whether the call asserts a list or a count, of which the first element is told.'),
  url: text,
};

const remembered = z.object({
  ...call,
  fingerprint,
  twins: index,
  contract: z
    .object({ requests: z.array(text), urlAfter: text, sent: z.array(text).optional(), given: text.optional() })
    .optional()
    .describe('What followed the call until the next one: requests to the page’s own origin, and its address then.'),
  picture: text.optional().describe('A picture of the page around it as it was then, below `.millwright`.'),
  seenAt: text,
  before: z.object({ fingerprint, seenAt: text }).optional(),
});

export const elementsSchema = z
  .object({ ...headOf('elements'), testId: text, elements: z.array(remembered) })
  .describe('What the locators of one test resolved to when it passed.');

export const failingPageSchema = z
  .object({
    ...headOf('failing-page'),
    runId: text,
    testId: text,
    retry: index,
    recordedAt: text,
    page: z.object({
      ...call,
      title: text,
      matches: index,
      status: z.number().optional(),
      elements: z.array(fingerprint),
    }),
  })
  .describe('The page on which a locator failed, as it was when the attempt ended.');
