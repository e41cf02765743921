export { MillwrightReporter, MillwrightReporter as default } from './reporter/millwright-reporter.ts';
export type { CoverageMode, MillwrightReporterOptions } from './reporter/reporter-options.ts';
