/** One thing a reader of a tutorial does, in the order of the page. */
export type TutorialStep =
  | { readonly kind: 'write'; readonly line: number; readonly file: string; readonly text: string }
  | { readonly kind: 'run'; readonly line: number; readonly command: string; readonly exitCode: number }
  /** Lines that the commands of the `sh` block before it print, in this order; `…` stands for anything. */
  | { readonly kind: 'expect'; readonly line: number; readonly excerpt: readonly string[] };

interface Fence {
  readonly line: number;
  readonly language: string;
  readonly lines: readonly string[];
  /** The file that the paragraph above names. */
  readonly file: string | undefined;
}

/**
 * Reads the steps of a tutorial: a fenced block below a paragraph that is nothing but a file name in backticks is that
 * file, an `sh` block is commands, a `text` block is what they print. A command that should fail says `# exits with 1`.
 */
export function parseTutorial(markdown: string): readonly TutorialStep[] {
  return fencesOf(markdown).flatMap((fence): TutorialStep[] => {
    if (fence.file !== undefined)
      return [{ kind: 'write', line: fence.line, file: fence.file, text: `${fence.lines.join('\n')}\n` }];
    if (fence.language === 'sh') return fence.lines.flatMap((text, index) => commandOf(text, fence.line + 1 + index));
    if (fence.language === 'text')
      return [{ kind: 'expect', line: fence.line, excerpt: fence.lines.filter((text) => text.trim() !== '') }];
    throw new Error(`Line ${fence.line}: a block that is neither a file, nor commands, nor their output.`);
  });
}

function commandOf(text: string, line: number): TutorialStep[] {
  const [, command = '', exitCode = '0'] = /^(.*?)(?:\s+# exits with (\d+))?$/.exec(text) ?? [];
  return command.trim() === '' ? [] : [{ kind: 'run', line, command, exitCode: Number(exitCode) }];
}

function fencesOf(markdown: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { line: number; language: string; lines: string[]; file: string | undefined } | undefined;
  let above = '';
  for (const [index, text] of markdown.split('\n').entries()) {
    if (text.startsWith('```') && open === undefined) {
      open = { line: index + 1, language: text.slice(3).trim(), lines: [], file: /^`([^`]+)`$/.exec(above)?.[1] };
    } else if (text === '```' && open !== undefined) {
      fences.push(open);
      open = undefined;
      above = '';
    } else if (open !== undefined) {
      open.lines.push(text);
    } else if (text.trim() !== '') {
      above = text.trim();
    }
  }
  return fences;
}

/** The first line of an excerpt that the output does not have after the lines before it; undefined when all are there. */
export function missingLineOf(excerpt: readonly string[], output: string): string | undefined {
  const printed = output.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const wanted of excerpt) {
    const pattern = new RegExp(
      `^${wanted
        .trimEnd()
        .split('…')
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      'u',
    );
    const found = printed.findIndex((line, index) => index >= from && pattern.test(line));
    if (found === -1) return wanted;
    from = found + 1;
  }
  return undefined;
}
