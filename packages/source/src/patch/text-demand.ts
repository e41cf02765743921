/** Whether a regular expression asks for so little that most texts answer to it: it has no two letters or digits that must be there. */
export function isLoosePattern(source: string): boolean {
  let plain = source
    .replaceAll(/\\[pP]\{[^}]*\}|\\k<[^>]*>|\\[wWdDsSbBnrtfv0-9]/gu, ' ')
    .replaceAll(/\\(?:u\{?[\da-f]{4,6}\}?|x[\da-f]{2})/giu, 'x')
    .replaceAll(/\\(.)/gu, (_all, character: string) => (/[\p{L}\p{N}]/u.test(character) ? character : '§'))
    .replaceAll(/\[(?:[^\]\\]|\\.)*\]/gu, ' ')
    .replaceAll(/\(\?<?[=!][^()]*\)/gu, ' ');
  for (let before = ''; before !== plain;) {
    before = plain;
    plain = plain
      .replaceAll(/\((?:\?:|\?<\w+>)?[^()]*\)(?:[?*]|\{0[^}]*\})/gu, ' ')
      .replaceAll(/\((?:\?:|\?<\w+>)?([^()]*)\)/gu, '$1');
  }
  plain = plain.replaceAll(/.(?:[?*]|\{0[^}]*\})/gu, ' ');
  return plain.split('|').some((part) => !/[\p{L}\p{N}]{2}|[^\p{ASCII}§]/u.test(part));
}

/** Whether a text is found in almost everything: it is empty, or one letter. */
export function isLooseText(text: string): boolean {
  return /^\s*[\da-z]?\s*$/iu.test(text);
}

const wholePage = new Set(['', '*', 'html', 'body', 'main', '#root', '#app', '#__next', '#__nuxt', '#svelte']);

/** Whether a selector of `locator()` takes whatever is there: the page, its root, any element, or one of several things. */
export function isLooseSelector(selector: string): boolean {
  const last = (selector.split('>>').at(-1) ?? '').trim().replace(/^css=/u, '');
  const text = /^(?:text=|internal:text=)(.*)$/su.exec(last)?.[1];
  if (text !== undefined) return isLooseWords(text);
  if (/^(?:xpath=|\/\/|\.\.|\(|\/)/u.test(last)) return isLooseXPath(last.replace(/^xpath=/u, ''));
  if (/^(?:id|data-testid|data-test-id|data-test)=/u.test(last)) return /=\s*$/u.test(last);
  return isLooseCss(last);
}

function isLooseWords(words: string): boolean {
  const pattern = /^\/(.*)\/[a-z]*$/su.exec(words)?.[1];
  return pattern === undefined ? isLooseText(words.replaceAll(/^["']|["']i?$/gu, '')) : isLoosePattern(pattern);
}

function isLooseXPath(xpath: string): boolean {
  const plain = xpath.replaceAll(/"[^"]*"|'[^']*'/gu, (quoted) => (isLooseText(quoted.slice(1, -1)) ? '' : 'Q'));
  if (/\|| or |not\(/u.test(plain)) return true;
  const step = /([^/[]*)((?:\[[^\]]*\])*)\s*\)?$/u.exec(plain);
  const [, name = '', conditions = ''] = step ?? [];
  return /^(?:\*|node\(\)|html|body|\.{0,2}|(?:self|ancestor|descendant|ancestor-or-self|descendant-or-self)::(?:\*|node\(\)))$/u.test(
    name.trim(),
  )
    ? !conditions.includes('Q')
    : false;
}

function isLooseCss(selector: string): boolean {
  const texts = [...selector.matchAll(/:(?:has-text|text|text-is|text-matches)\(\s*(["'])(.*?)\1/gu)];
  if (texts.some(([all, , text = '']) => (all.includes('matches') ? isLoosePattern(text) : isLooseText(text))))
    return true;
  if (/\[\s*[\w-]+\s*[*^$]=\s*["']?.?["']?\s*[is]?\]/u.test(selector)) return true;
  const plain = selector
    .replaceAll(/"[^"]*"|'[^']*'/gu, 'Q')
    .replaceAll(/\[[^\]]*\]/gu, (one) => (/=/u.test(one) ? '[Q]' : '[]'));
  const inside = [...plain.matchAll(/:(?:is|where|matches)\(([^()]*)\)/gu)].map(([, list = '']) => list);
  if (inside.some((list) => isLooseCss(list))) return true;
  const flat = plain
    .replaceAll(/:(?:has-text|text|text-is|text-matches)\([^()]*\)/gu, '[Q]')
    .replaceAll(/:(?:is|where|matches)\([^()]*\)/gu, '[Q]')
    .replaceAll(/:[\w-]+\((?:[^()]|\([^()]*\))*\)|:{1,2}[\w-]+/gu, '');
  return flat.split(',').some((one) => {
    const compound =
      one
        .trim()
        .split(/[\s>+~]+/u)
        .at(-1) ?? '';
    return wholePage.has(compound.replaceAll('[]', ''));
  });
}

/** How many things a selector offers to choose from beside the first: `a, b`, `:is(a, b)`, `//a | //b`. */
export function alternativesIn(selector: string): number {
  const plain = selector.replaceAll(/"[^"]*"|'[^']*'|\[[^\]]*\]/gu, '');
  return plain.match(/[,|]|\s+or\s+/gu)?.length ?? 0;
}

const positions =
  /:(?:nth|first|last|only)-[\w-]+(?:\([^)]*\))?|:nth-match\([^)]*\)|\bnth=-?\d+|\[\s*\d+\s*\]|\bposition\(\)[^\]]*|\blast\(\)/gu;

/** The parts of a selector that choose by position. */
export function positionsIn(selector: string): readonly string[] {
  return selector.match(positions) ?? [];
}

const states =
  /:(?:visible|checked|disabled|enabled|empty|focus(?:-within|-visible)?|hover|active|invalid|valid|indeterminate|target|open|popover-open|placeholder-shown|read-only|read-write|required|optional)(?![\w-])|:not\([^)]*\)|\bvisible=\w+|\[\s*(?:disabled|checked|selected|hidden|open|readonly|required|aria-(?:checked|disabled|expanded|hidden|pressed|selected|current|invalid|busy|valuenow|valuetext))\b[^\]]*\]|@(?:disabled|checked|selected|hidden)\b/gu;

/** The parts of a selector that ask for a state, and so are an assertion of their own. */
export function statesIn(selector: string): readonly string[] {
  return selector.match(states) ?? [];
}
