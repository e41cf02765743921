import type { FailingPage, RememberedElement, StepContract } from '@millwright/core';
import type { ElementFingerprint } from '@millwright/core/relocation';

type Redact = (text: string) => string;

type Redactable = Pick<RememberedElement, 'locator' | 'selector' | 'url'> &
  Partial<Pick<RememberedElement, 'fingerprint' | 'contract' | 'before'>>;

/** An element without secrets. The tag and the place in the tree are no texts of anybody. */
export function redactedElement<T extends Redactable>(element: T, redact: Redact): T {
  const { locator, selector, url, fingerprint, contract, before } = element;
  return {
    ...element,
    locator: redact(locator),
    selector: redact(selector),
    url: redact(url),
    ...(fingerprint ? { fingerprint: redactedFingerprint(fingerprint, redact) } : {}),
    ...(contract ? { contract: redactedContract(contract, redact) } : {}),
    ...(before ? { before: { ...before, fingerprint: redactedFingerprint(before.fingerprint, redact) } } : {}),
  };
}

function redactedContract(contract: StepContract, redact: Redact): StepContract {
  const { requests, urlAfter, sent } = contract;
  return {
    ...contract,
    requests: requests.map(redact),
    urlAfter: redact(urlAfter),
    ...(sent ? { sent: sent.map(redact) } : {}),
  };
}

/** A page without secrets. */
export function redactedPage(page: FailingPage, redact: Redact): FailingPage {
  const { locator, selector, url, title, elements } = page;
  const known = new Map<string, string>();
  const once: Redact = (text) => {
    const clean = known.get(text) ?? redact(text);
    known.set(text, clean);
    return clean;
  };
  return {
    ...page,
    locator: redact(locator),
    selector: redact(selector),
    url: redact(url),
    title: redact(title),
    elements: elements.map((element) => redactedFingerprint(element, once)),
  };
}

function redactedFingerprint(fingerprint: ElementFingerprint, redact: Redact): ElementFingerprint {
  const { options, ...texts } = fingerprint;
  const clean: Record<string, unknown> = { ...texts };
  if (options) clean['options'] = options.map(({ value, label }) => ({ value: redact(value), label: redact(label) }));
  for (const [key, value] of Object.entries(texts)) {
    if (key === 'tag' || key === 'xpath') continue;
    if (typeof value === 'string') clean[key] = redact(value);
    if (Array.isArray(value)) clean[key] = (value as readonly string[]).map(redact);
  }
  return clean as unknown as ElementFingerprint;
}
