import { ts } from 'ts-morph';

import { nameText } from '../syntax/call.ts';
import { configObjectOf, objectBehind, spreadBrings } from './config-object.ts';

/** The value of an option; `absent` when it is surely not set, `unknown` when only running the file would tell. */
export type FoundOption = { readonly value: ts.Expression } | 'absent' | 'unknown';

/** The configurations that a file exports merged into one, the one that wins first; undefined when it cannot be read. */
export function layersOf(source: ts.SourceFile): readonly FoundOption[] | undefined {
  const config = configObjectOf(source);
  if ('reason' in config) return undefined;
  return [{ value: config.object }, ...(config.below ?? []).toReversed().map((value) => ({ value }))];
}

/** A section of each configuration that has it, such as `test`. */
export function sectionsOf(
  source: ts.SourceFile,
  layers: readonly FoundOption[],
  name: string,
): readonly FoundOption[] {
  return layers.map((layer) => inLayers(source, [layer], name)).filter((found) => found !== 'absent');
}

/** Of several configurations that are merged, the first that has the option decides. */
export function inLayers(source: ts.SourceFile, layers: readonly FoundOption[], name: string): FoundOption {
  for (const layer of layers) {
    const found = typeof layer === 'object' ? optionOf(source, layer.value, name) : layer;
    if (found !== 'absent') return found;
  }
  return 'absent';
}

function optionOf(source: ts.SourceFile, expression: ts.Expression, name: string): FoundOption {
  const behind = objectBehind(source, expression, 0);
  if ('reason' in behind) return 'unknown';
  // The last one wins, so the search begins at the end.
  for (const property of behind.object.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      if (spreadBrings(property, name) !== false) return 'unknown';
    } else if (property.name === undefined || nameText(property.name) === name) {
      if (ts.isPropertyAssignment(property)) return { value: property.initializer };
      return ts.isShorthandPropertyAssignment(property) ? { value: property.name } : 'unknown';
    }
  }
  const below = (behind.below ?? []).toReversed().map((value) => ({ value }));
  return inLayers(source, below, name);
}
