/** In the folder of a package: removes what earlier builds left, so that no module is published that is gone from the source. */
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
