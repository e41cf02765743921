import type { OwnRunner } from '../model/test.ts';
import { medianOf } from '../plan/median.ts';
import { type FileTimings, type Timings, timedTitleOf } from './timings.ts';

/** What a test (Playwright) or a file (Vitest) takes when nothing at all is known. */
const fallbackMs = { playwright: 5000, vitest: 50 };

/** What timings say of the units of one runner. Whole milliseconds. */
export interface TimedDurations {
  /** What is known of the file, else the median of its project, else of all projects. */
  fileMs(project: string, file: string): number;
  /** What is known of the test, else the median of its file, of its project, of all projects. */
  testMs(project: string, file: string, titlePath: readonly string[]): number;
}

/** Looks durations up. Whoever has the same timings gets the same numbers, for tests that they do not know as well. */
export function timedDurationsOf(timings: Timings, runner: OwnRunner): TimedDurations {
  const projects = Object.entries(timings[runner] ?? {});
  const known = new Map(projects.map(([project, files]) => [project, new Map(Object.entries(files))]));
  const usualIn = new Map([...known].map(([project, files]) => [project, usualOf(files.values())]));
  const usual = usualOf([...known.values()].flatMap((files) => [...files.values()])) ?? fallbackMs[runner];
  const usualInFile = new Map<FileTimings, number | undefined>();
  const fileUsualOf = (file: FileTimings): number | undefined => {
    if (!usualInFile.has(file)) usualInFile.set(file, usualOf([file]));
    return usualInFile.get(file);
  };
  const elsewhereMs = (project: string): number => usualIn.get(project) ?? usual;
  return {
    fileMs(project, file) {
      const timed = known.get(project)?.get(file);
      return typeof timed === 'number' ? timed : elsewhereMs(project);
    },
    testMs(project, file, titlePath) {
      const timed = known.get(project)?.get(file);
      if (timed === undefined || typeof timed === 'number') return elsewhereMs(project);
      const title = timedTitleOf(titlePath);
      return (Object.hasOwn(timed, title) ? timed[title] : fileUsualOf(timed)) ?? elsewhereMs(project);
    },
  };
}

/** Tests that are switched off take no time, and say nothing of one that is new. */
function usualOf(files: Iterable<FileTimings>): number | undefined {
  const all = [...files].flatMap((file) => (typeof file === 'number' ? [file] : Object.values(file)));
  const median = medianOf(all.filter((ms) => ms > 0));
  return median === undefined ? undefined : Math.round(median);
}
