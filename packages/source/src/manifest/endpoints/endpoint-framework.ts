import type { Endpoint } from '@millwright/core';

import type { SourceTree } from '../../tree/source-tree.ts';

/** An endpoint before it is known which service it belongs to. */
export type FoundEndpoint = Omit<Endpoint, 'service'>;

/** How the endpoints of one web framework are found in source. */
export interface EndpointFramework {
  readonly name: Endpoint['framework'];
  /** Finds every route that the framework's own way of writing tells. `files` leaves tests out. */
  find(tree: SourceTree, files: readonly string[]): FoundEndpoint[];
}
