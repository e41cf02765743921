import type { LocatorCall, LocatorChain, LocatorValue } from './locator-chain.ts';

/** The quotes that texts are put in. */
export type Quote = "'" | '"' | '`';

/** A locator as a person writes it, without what it begins at: `getByRole('button', { name: 'Pay' })`. */
export function renderLocator(chain: LocatorChain, quote: Quote = "'"): string {
  return chain.map((call) => renderCall(call, quote)).join('.');
}

/** One call. */
export function renderCall({ method, args }: LocatorCall, quote: Quote = "'"): string {
  return `${method}(${args.map((arg) => renderValue(arg, quote)).join(', ')})`;
}

/** One argument. */
export function renderValue(value: LocatorValue, quote: Quote = "'"): string {
  switch (value.is) {
    case 'text':
      return quoted(value.text, quote);
    case 'pattern':
      return `/${value.source}/${value.flags}`;
    case 'options': {
      const entries = Object.entries(value.entries).map(([key, one]) => `${key}: ${renderValue(one, quote)}`);
      return `{ ${entries.join(', ')} }`;
    }
    case 'locator':
      return `page.${renderLocator(value.chain, quote)}`;
    default:
      return String(value.value);
  }
}

/** A text as a literal. A text with the wished quotes in it and without others keeps from escaping, as formatters do. */
export function quoted(text: string, quote: Quote): string {
  const other: Quote = quote === "'" ? '"' : "'";
  const isBetter = quote !== '`' && text.includes(quote) && !text.includes(other);
  const marks = isBetter ? other : quote;
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(marks, `\\${marks}`)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `${marks}${marks === '`' ? escaped.replaceAll('${', '\\${') : escaped}${marks}`;
}
