import { ts } from 'ts-morph';

import { inLayers, layersOf, sectionsOf } from './config-option.ts';
import type { WiringRequest } from './propose-reporter-wiring.ts';

/** What gives projects their names: lists of them, the name of the only one, and Vitest's browsers. */
const naming = {
  playwright: ['projects', 'name'],
  vitest: ['projects', 'workspace', 'name', 'browser'],
} as const;

/** Whether a runner's configuration may name projects; true as well where only running the file would tell. Pure. */
export function mayNameProjects({ runner, path, text }: WiringRequest): boolean {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const layers = layersOf(source);
  if (layers === undefined) return true;
  const sections = runner === 'vitest' ? sectionsOf(source, layers, 'test') : layers;
  return naming[runner].some((option) => inLayers(source, sections, option) !== 'absent');
}
