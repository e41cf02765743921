import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { describe, expect, test } from 'vitest';

import { repositoryRoot } from '../support/scratch-project.ts';
import { commandFaultOf } from './command-fault.ts';
import { anchorsOf, commandLinesOf, e2eLinesOf, localLinksOf } from './markdown-links.ts';

// Untracked pages count: a page is checked before it is committed.
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
  cwd: repositoryRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(repositoryRoot, file)));

const textOf = (file: string): string => readFileSync(join(repositoryRoot, file), 'utf8');

/** What is wrong with a link, in a sentence; undefined when it leads somewhere. */
function faultOf(page: string, target: string): string | undefined {
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  const absolute = join(repositoryRoot, file);
  if (file.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(absolute)) return `${file} does not exist`;
  if (anchor === undefined || statSync(absolute).isDirectory() || !file.endsWith('.md')) return undefined;
  return anchorsOf(textOf(file)).has(anchor) ? undefined : `${file} has no heading #${anchor}`;
}

describe('links', () => {
  test('there are pages to check', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/README.md']));
  });

  test.each(pages)('%s: every relative link and anchor resolves', (page) => {
    const faults = localLinksOf(textOf(page)).flatMap(({ line, target }) => {
      const fault = faultOf(page, target);
      return fault === undefined ? [] : [`${page}:${line} ${target}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });

  test('every page of docs/ is in its index', () => {
    const linked = new Set(localLinksOf(textOf('docs/README.md')).map(({ target }) => `docs/${target}`));
    expect(
      pages.filter((page) => /^docs\/[^/]+\.md$/u.test(page) && page !== 'docs/README.md' && !linked.has(page)),
    ).toEqual([]);
  });
});

describe('commands that the pages name', () => {
  const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts);

  test.each(['README.md', 'CONTRIBUTING.md'])('%s: every npm script exists', (page) => {
    const named = commandLinesOf(textOf(page)).flatMap((line) =>
      [...line.matchAll(/\bnpm (?:run |(test)\b)([\w:-]*)/gu)].map((match) => match[1] ?? match[2] ?? ''),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test.each(pages.filter((page) => page === 'README.md' || page === 'CONTRIBUTING.md' || page.startsWith('docs/')))(
    '%s: every e2e command and option exists',
    async (page) => {
      const lines = e2eLinesOf(textOf(page));
      const wrong: string[] = [];
      for (const line of lines) {
        const fault = await commandFaultOf(line);
        if (fault !== undefined) wrong.push(`e2e ${line.trim()}: ${fault}`);
      }
      expect(wrong).toEqual([]);
    },
  );
});

test('CONTRIBUTING.md: every file and folder it names exists', () => {
  const named = [...textOf('CONTRIBUTING.md').matchAll(/`((?:packages|bench|test|fixtures|docs)\/[\w./-]+)`/gu)].map(
    (match) => match[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(repositoryRoot, path)))).toEqual([]);
});

test('CONTRIBUTING.md: the folders of the layout exist', () => {
  const rows = [...textOf('CONTRIBUTING.md').matchAll(/^(packages\/\w+) {2,}.*? {2,}(.+)$/gmu)];
  expect(rows).toHaveLength(6);
  const missing = rows.flatMap(([, folder = '', inside = '']) =>
    inside
      .split(/\s+/u)
      .flatMap((word) =>
        /^[\w.-]+(?:\/|\.ts)$/u.test(word) && !existsSync(join(repositoryRoot, folder, 'src', word))
          ? [`${folder}/src/${word}`]
          : [],
      ),
  );
  expect(missing).toEqual([]);
});

describe('broken links and anchors are noticed', () => {
  test.each([
    { target: 'nowhere.md', fault: 'docs/nowhere.md does not exist' },
    { target: 'README.md#nothing', fault: 'docs/README.md has no heading #nothing' },
    { target: '../../elsewhere.md', fault: 'leads out of the repository' },
    { target: 'README.md#reference', fault: undefined },
    { target: '../packages/history/FORMAT.md', fault: undefined },
  ])('$target', ({ target, fault }) => {
    expect(faultOf('docs/README.md', target)).toBe(fault);
  });

  test.each([
    { line: 'doctor --json', fault: undefined },
    { line: 'docter', fault: 'there is no command docter' },
    { line: 'history lst', fault: 'there is no command history lst' },
    { line: 'init --aply', fault: 'init has no --aply' },
  ])('e2e $line', async ({ line, fault }) => {
    expect(await commandFaultOf(line)).toBe(fault);
  });

  test('links in code are no links, and headings get the anchors of GitHub', () => {
    expect(localLinksOf('a [b](c.md) `[d](e.md)`\n```\n[f](g.md)\n```\n[h](https://x.y)')).toEqual([
      { line: 1, target: 'c.md' },
    ]);
    expect([...anchorsOf('# A `b-c`, d!\n## Same\n## Same\n```\n# none\n```')]).toEqual(['a-b-c-d', 'same', 'same-1']);
  });
});
