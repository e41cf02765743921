import { fileURLToPath } from 'node:url';

/**
 * The module that workers load before anything else, absolute. It is named from here because this folder is the one that stays
 * where it is when the package is built.
 */
export const preloadPath: string = fileURLToPath(new URL('./preload/preload.cjs', import.meta.url));
