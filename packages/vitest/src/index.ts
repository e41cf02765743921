export { default } from './reporter.ts';
export { default as MillwrightReporter } from './reporter.ts';
export type { VitestReporterOptions } from './settings.ts';
