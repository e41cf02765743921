/** A link as it stands in a page. */
export interface MarkdownLink {
  readonly line: number;
  readonly target: string;
}

/** The links of a page that lead somewhere in the repository: neither addresses nor what stands in code. */
export function localLinksOf(markdown: string): readonly MarkdownLink[] {
  return proseLinesOf(markdown).flatMap(({ line, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/gu)]
      .map((match) => ({ line, target: match[1] ?? '' }))
      .filter(({ target }) => !/^[a-z][a-z+.-]*:/iu.test(target)),
  );
}

/** The anchors that GitHub gives to the headings of a page. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const seen = new Map<string, number>();
  for (const line of outsideFences(markdown)) {
    const heading = /^#{1,6} +(.+?) *#*$/u.exec(line.text)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/gu, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

/** The command lines in the `sh` blocks and the inline code of a page. */
export function commandLinesOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```(?:sh|bash)?\n([\s\S]*?)^```$/gmu)].flatMap((match) =>
    (match[1] ?? '').split('\n'),
  );
  const inline = [...markdown.replaceAll(/^```[\s\S]*?^```$/gmu, '').matchAll(/`([^`\n]+)`/gu)].map(
    (match) => match[1] ?? '',
  );
  return [...blocks, ...inline].map((text) => text.replace(/\s+#\s.*$/u, '').trim()).filter((text) => text !== '');
}

/** What follows `e2e` on the command lines of a page. */
export function e2eLinesOf(markdown: string): readonly string[] {
  return commandLinesOf(markdown).flatMap((line) =>
    [...line.matchAll(/(?:^|npx |&& |\$\()e2e ([a-z][^|&;)]*)/gu)].map((match) => match[1] ?? ''),
  );
}

function proseLinesOf(markdown: string): readonly { line: number; text: string }[] {
  return outsideFences(markdown).map(({ line, text }) => ({ line, text: text.replaceAll(/`[^`]*`/gu, '') }));
}

function outsideFences(markdown: string): readonly { line: number; text: string }[] {
  let fenced = false;
  return markdown.split('\n').flatMap((text, index) => {
    if (/^\s*```/u.test(text)) {
      fenced = !fenced;
      return [];
    }
    return fenced ? [] : [{ line: index + 1, text }];
  });
}
