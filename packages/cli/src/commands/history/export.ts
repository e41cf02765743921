import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { type Run, UserError } from '@millwright/core';
import { type ExportedDocument, exportRuns, makeFolder } from '@millwright/history';

import { fullRunIdOf } from '../../context/full-run-id.ts';
import type { Command, CommandResult } from '../../frame/command.ts';
import { choiceOption, textOption, wholeNumberOption } from '../../frame/options.ts';
import { renderCount } from '../../render/duration.ts';

const options = {
  format: choiceOption('format', {
    describe: 'the format to write; jsonl when left out',
    words: ['ctrf', 'junit', 'jsonl'],
  }),
  run: textOption('run', { describe: 'only this run; the beginning of its id is enough' }),
  last: wholeNumberOption('last', {
    describe: 'the newest so many runs (default: 1 for ctrf and junit, all for jsonl)',
    least: 1,
  }),
  output: textOption('output', {
    describe: 'the file for one document, or the folder for several; stdout when left out',
  }),
} as const;

/** `e2e history export`: runs for other tools. */
export const historyExportCommand: Command<typeof options> = {
  options,
  ownsOutput: true,
  examples: [
    ['e2e history export --format ctrf --output ctrf.json', 'the newest run as CTRF'],
    ['e2e history export --format jsonl > history.jsonl', 'everything, one JSON document a line'],
  ],
  async run(context, args) {
    const format = args.format ?? 'jsonl';
    const history = await context.openHistory();
    const last = args.last ?? (format === 'jsonl' ? undefined : 1);
    const runs: Run[] = [];
    const query =
      args.run === undefined
        ? { experiments: false, ...(last === undefined ? {} : { last, stress: false }) }
        : { runIds: [await fullRunIdOf(history, args.run)] };
    for await (const run of history.readRuns(query)) runs.push(run);
    if (runs.length === 0) throw nothingToExport(args.run);
    const documents = exportRuns({ format, runs });
    if (args.output === undefined && documents.length > 1 && !context.json)
      throw severalDocuments(documents.length, format);
    if (args.output === undefined) return printed(documents, format);
    const files = writeDocuments(resolve(context.world.cwd, args.output), documents);
    return {
      exitCode: 0,
      document: { format: 'millwright/history-export', version: 1, files },
      text: `Exported ${renderCount(runs.length, 'run')} as ${format}: ${files.join(', ')}\n`,
    };
  },
};

/** Without a file the documents themselves are the data on stdout, with or without `--json`. */
function printed(documents: readonly ExportedDocument[], format: string): CommandResult {
  return {
    exitCode: 0,
    document: { format: 'millwright/history-export', version: 1, exportFormat: format, documents },
    text: documents.map((document) => document.content).join(''),
  };
}

function writeDocuments(output: string, documents: readonly ExportedDocument[]): readonly string[] {
  try {
    const [only] = documents;
    if (documents.length === 1 && only !== undefined) {
      writeFileSync(output, only.content);
      return [output];
    }
    makeFolder(output);
    return documents.map((document) => {
      const path = join(output, document.fileName);
      writeFileSync(path, document.content);
      return path;
    });
  } catch (cause) {
    throw new UserError({
      code: 'unwritable-output',
      message: `The export cannot be written to ${output}: ${(cause as Error).message}.`,
      cause,
    });
  }
}

function severalDocuments(count: number, format: string): UserError {
  return new UserError({
    code: 'several-documents',
    message: `${count} ${format} documents one after the other are no document.`,
    hint: 'Name a folder with `--output`, or export one run with `--run`.',
  });
}

function nothingToExport(run: string | undefined): UserError {
  return new UserError({
    code: 'nothing-to-export',
    message:
      run === undefined
        ? 'Nothing is remembered yet, so there is nothing to export.'
        : `There is no run with the id "${run}".`,
    hint: 'See `e2e history list`.',
  });
}
