/** A name, an id, classes, and attributes that equal a text: what every browser reads as Playwright does. */
const compound = /^(?:[a-z][\w-]*)?(?:[#.][a-z_][\w-]*|\[[a-z][\w-]*(?:=(?:"[^"\\]*"|'[^'\\]*'|[a-z][\w-]*))?\])*$/i;
const testId = /^internal:testid=(\[[\w-]+="[^"\\]*")s\]$/;
const between = /\s*>\s*|\s+/;

/**
 * The selectors to follow one after the other with `querySelectorAll`, for a locator that is nothing but plain CSS and test ids; undefined
 * for any other. They find no element that Playwright would not find, but none in shadow roots either: an answer stands only
 * where the call demands that there is one element, and they find one.
 */
function plainSelectorsOf(selector: string): readonly string[] | undefined {
  const parts = selector.split(' >> ').map((part) => testId.exec(part)?.[1]?.concat(']') ?? part);
  const isPlain = (part: string, index: number): boolean =>
    // Only the first one may look at what is around: the others begin at an element, and the browser would look above it.
    part !== '' && (index === 0 ? part.split(between) : [part]).every((one) => one !== '' && compound.test(one));
  return parts.every(isPlain) ? parts : undefined;
}

const plainSelector = { plainSelectorsOf };
module.exports = plainSelector;
export type PlainSelector = typeof plainSelector;
