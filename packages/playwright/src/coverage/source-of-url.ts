import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Finds the project's file that a URL of a script or of a source in a source map stands for: a `file:` URL, Vite's `/@fs/`, or
 * the longest tail of the path that exists below the root. Undefined when there is none: third-party scripts, virtual modules.
 */
export class SourceFinder {
  readonly #root: string;
  readonly #found = new Map<string, string | undefined>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Absolute path of the source. */
  find(url: string): string | undefined {
    if (!this.#found.has(url)) this.#found.set(url, this.#search(url));
    return this.#found.get(url);
  }

  #search(url: string): string | undefined {
    if (url.includes('/node_modules/')) return undefined;
    if (url.startsWith('file://')) {
      const file = fileURLToPath(url);
      return existsSync(file) ? file : undefined;
    }
    const pathname = decodeURIComponent(URL.canParse(url) ? new URL(url).pathname : url).replace(/^\/@fs\//, '/');
    if (path.isAbsolute(pathname) && pathname.startsWith(this.#root + path.sep) && existsSync(pathname))
      return pathname;
    const segments = pathname.split('/').filter((segment) => segment !== '' && segment !== '.' && segment !== '..');
    for (let start = 0; start < segments.length; start += 1) {
      const candidate = path.join(this.#root, ...segments.slice(start));
      if (existsSync(candidate)) return candidate;
    }
    return undefined;
  }
}
