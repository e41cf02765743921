import { readSourceFile, writeSourceFile } from '../wiring/edit-file.ts';

/** Puts one of the two texts of a file into it. Both return false, and write nothing, when somebody edited it meanwhile. */
export interface FileSwitch {
  /** The repaired text. */
  apply(this: void): boolean;
  /** The text as it was. */
  takeBack(this: void): boolean;
}

/** Switches a file between its text without a repair and with it. */
export function createFileSwitch(
  root: string,
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
): FileSwitch {
  const put = (text: string): boolean => {
    const now = tryReadSourceFile(root, file);
    if (now !== before && now !== after) return false;
    if (now !== text) writeSourceFile(root, file, text);
    return true;
  };
  return { apply: () => put(after), takeBack: () => put(before) };
}

/** Undefined when the file is gone. */
function tryReadSourceFile(root: string, file: string): string | undefined {
  try {
    return readSourceFile(root, file);
  } catch {
    return undefined;
  }
}
