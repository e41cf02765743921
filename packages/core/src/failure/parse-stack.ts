import type { StackFrame } from '../model/failure.ts';

import { type PathBase, relativeToRoot } from './relative-path.ts';
import { stripAnsi } from './strip-ansi.ts';

const maxFrameCount = 50;

/** `at fn (place:1:2)`, `at async place:1:2`, with the brace behind it where Node prints the fields of the error, and `fn@place:1:2` as Firefox and WebKit write it. */
const v8Frame = /^\s*(?:at|❯)\s+(?:async\s+)?(?:(.*?)\s+\()?(.+?):(\d+):(\d+)\)?(?: \{)?$/;
const geckoFrame = /^\s*([^\s@]*)@(.+?):(\d+):(\d+)$/;

const runnerPackage =
  /node_modules\/(?:@playwright\/|playwright(?:-core)?\/|vitest\/|@vitest\/|vite-node\/|tinypool\/|tinyspy\/|chai\/|vite\/)/;

/**
 * The frames of a stack trace, innermost first, at most 50. Lines that are no frames (the message, native code) are left out.
 */
export function parseStack(stack: string, base: PathBase): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of stripAnsi(stack).split(/\r?\n/)) {
    const frame = frameOf(line, base);
    if (frame) frames.push(frame);
    if (frames.length === maxFrameCount) break;
  }
  return frames;
}

/** Whose code a file is, judged by its path. */
export function frameOriginOf(file: string): StackFrame['origin'] {
  const path = file.replaceAll('\\', '/');
  if (path.startsWith('node:') || path.startsWith('<') || path.startsWith('internal/') || runnerPackage.test(path))
    return 'runner';
  return path.includes('node_modules/') ? 'dependency' : 'user';
}

function frameOf(line: string, base: PathBase): StackFrame | undefined {
  const match = v8Frame.exec(line) ?? geckoFrame.exec(line);
  if (!match) return undefined;
  const [, name = '', place = '', lineNumber = '', column = ''] = match;
  const file = relativeToRoot(place.replace(/^async /, ''), base);
  const frame = { file, line: Number(lineNumber), column: Number(column), origin: frameOriginOf(file) };
  return name === '' ? frame : { ...frame, function: name };
}
