import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { unwrapped } from '../syntax/walk.ts';
import type { FlakyPattern } from './flaky-pattern.ts';
import { flowOf, initializerOf, packageOf, type PatternContext } from './pattern-context.ts';

const FS = /^(?:(?:node:)?fs(?:\/promises)?|fs-extra|graceful-fs)$/u;
const WRITES =
  /^(?:writeFile|writeFileSync|appendFile|appendFileSync|mkdir|mkdirSync|createWriteStream|copyFile|copyFileSync|outputFile|outputFileSync|outputJson|outputJsonSync|writeJson|writeJsonSync|ensureDir|ensureDirSync|ensureFile|symlink|symlinkSync)$/u;
const CLEANERS =
  /^(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir|emptyDirSync|rimraf|rimrafSync|del|deleteAsync|cleanup)$/u;
const FAKE_FS = /^(?:memfs|mock-fs|unionfs|fs-monkey)$/u;
const TARGET_IS_SECOND = /^(?:copyFile|copyFileSync|symlink|symlinkSync)$/u;

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /fs/u;

/** A test that writes to a path that is always the same and removes nothing. Folders of `mkdtemp`, names with something unique, and mocked file systems are none. */
export const uncontrolledFileSystem: FlakyPattern = {
  name: 'uncontrolled-file-system',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    if (isControlled(context)) return [];
    return context.calls.flatMap((call) => {
      const name = calledName(call);
      if (!WRITES.test(name) || !FS.test(packageOf(context, call.expression)?.module ?? '')) return [];
      const path = call.arguments[TARGET_IS_SECOND.test(name) ? 1 : 0];
      if (!path || !isFixedPath(path) || !['test', 'retry'].includes(flowOf(context, call))) return [];
      return [
        {
          node: call,
          why: 'The path is the same in every run and every worker and nothing removes it, so tests find what others left or overwrite each other.',
          advice: "Write below a folder of its own, `mkdtemp(join(tmpdir(), 'name-'))`, and remove it in `afterEach`.",
        },
      ];
    });
  },
};

/** Whether the file cleans up, or replaces the file system. */
function isControlled(context: PatternContext): boolean {
  return context.calls.some((call) => {
    const name = dottedName(call.expression).join('.');
    const first = call.arguments[0];
    if (CLEANERS.test(calledName(call))) return true;
    if (/^(?:vi|jest)\.(?:mock|doMock)$/u.test(name))
      return first !== undefined && ts.isStringLiteralLike(first) && FS.test(first.text);
    return (
      FAKE_FS.test(packageOf(context, call.expression)?.module ?? '') ||
      (name.endsWith('.spyOn') && (first?.getText() ?? '').startsWith('fs'))
    );
  });
}

/** A literal, or `join(…)` of literals and the folders that every run shares. */
function isFixedPath(expression: ts.Expression, depth = 0): boolean {
  const node = unwrapped(expression);
  if (ts.isStringLiteralLike(node)) return !isDevice(node.text);
  if (depth > 4) return false;
  if (ts.isIdentifier(node)) {
    if (node.text === '__dirname') return true;
    const held = initializerOf(node);
    return held !== undefined && isFixedPath(held, depth + 1);
  }
  if (ts.isPropertyAccessExpression(node)) return /^import\.meta\.(?:dirname|filename)$/u.test(node.getText());
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isFixedPath(span.expression, depth + 1));
  if (ts.isBinaryExpression(node)) return isFixedPath(node.left, depth + 1) && isFixedPath(node.right, depth + 1);
  if (!ts.isCallExpression(node)) return false;
  if (/(?:^|\.)(?:tmpdir|cwd)$/u.test(dottedName(node.expression).join('.'))) return true;
  return /^(?:join|resolve)$/u.test(calledName(node)) && node.arguments.every((one) => isFixedPath(one, depth + 1));
}

function isDevice(path: string): boolean {
  return path.startsWith('/dev/') || path === '';
}
