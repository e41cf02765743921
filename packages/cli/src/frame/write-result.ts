import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { UserError } from '@millwright/core';

import type { World } from '../context/context.ts';
import type { CommandResult } from './command.ts';

/** Writes what a command found to stdout, or to a file; a file that cannot be written is a UserError. */
export function writeResult(
  world: World,
  result: CommandResult,
  { json, file }: { readonly json: boolean; readonly file: string | undefined },
): void {
  const text = json ? `${JSON.stringify(result.document, undefined, 2)}\n` : result.text;
  if (file === undefined) {
    world.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(world.cwd, file), text);
  } catch (cause) {
    throw new UserError({
      code: 'unwritable-output',
      message: `The result cannot be written to ${file}: ${(cause as Error).message}.`,
      hint: 'Name a file in a folder that exists and can be written, or leave `--output` out.',
      cause,
    });
  }
  world.stderr.write(`Written to ${file}.\n`);
}
