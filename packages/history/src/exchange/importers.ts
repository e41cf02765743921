import { allure } from './allure.ts';
import { ctrf } from './ctrf.ts';
import type { Importer } from './importer.ts';
import { junit } from './junit.ts';
import { playwrightBlob } from './playwright-blob.ts';
import { playwrightJson } from './playwright-json.ts';
import { runLines } from './run-lines.ts';

/** All kinds of reports that can be imported; the first that detects a file takes it. */
export const importers: readonly Importer[] = [runLines, allure, playwrightJson, ctrf, junit, playwrightBlob];
