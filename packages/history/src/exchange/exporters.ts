import type { Run } from '@millwright/core';

import { renderCtrf } from './render-ctrf.ts';
import { renderJUnit } from './render-junit.ts';
import { renderRunLines } from './render-run-lines.ts';

/** A format that runs can be exported to. To add one: a renderer in a file of its own, and an entry here. */
interface Exporter {
  readonly name: 'ctrf' | 'junit' | 'jsonl';
  readonly title: string;
  readonly extension: string;
  /** Pure. `one`: a document holds one run. `many`: it holds any number. */
  readonly holds: 'one' | 'many';
  render(runs: readonly Run[]): string;
}

const exporters: readonly Exporter[] = [
  {
    name: 'ctrf',
    title: 'CTRF JSON',
    extension: '.ctrf.json',
    holds: 'one',
    render: (runs) => runs.map(renderCtrf).join(''),
  },
  {
    name: 'junit',
    title: 'JUnit XML',
    extension: '.junit.xml',
    holds: 'one',
    render: (runs) => runs.map(renderJUnit).join(''),
  },
  { name: 'jsonl', title: 'JSON Lines', extension: '.jsonl', holds: 'many', render: renderRunLines },
];

export type ExportFormat = Exporter['name'];

/** A document to be written: its name is unique among those of one export. */
export interface ExportedDocument {
  readonly fileName: string;
  readonly content: string;
}

/** Runs in another format: one document for each run, or one for all where the format holds many. Pure. */
export function exportRuns(options: {
  readonly format: ExportFormat;
  readonly runs: readonly Run[];
}): readonly ExportedDocument[] {
  const exporter = exporters.find(({ name }) => name === options.format) as Exporter;
  if (exporter.holds === 'many')
    return [{ fileName: `runs${exporter.extension}`, content: exporter.render(options.runs) }];
  return options.runs.map((run) => {
    const shard = run.shard ? `.shard-${run.shard.current}-of-${run.shard.total}` : '';
    return { fileName: `${run.runId}${shard}${exporter.extension}`, content: exporter.render([run]) };
  });
}
