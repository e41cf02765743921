import type { ExplainedCause, ExplainedReport } from './explained-report.ts';

/** How a line of a section is meant: an error, a warning, a note beside the point. */
type Tone = 'bad' | 'warn' | 'good' | 'dim';

/** One line, without colours. */
export interface SectionLine {
  readonly text: string;
  readonly tone?: Tone;
  /** Set for a line of code: what it is written in. Neighbours in one language belong together. */
  readonly code?: 'diff' | 'sh';
}

/** One thing that is told of a cause. One file each in `sections/`, listed in `cause-sections.ts` in the order of reading. */
export interface CauseSection {
  readonly name: string;
  /** The heading where there is room for one (Markdown, files for agents). */
  readonly title: string;
  /** `code`: printed as it stands; `points`: a list; `text`: sentences. */
  readonly form: 'code' | 'points' | 'text';
  /** Nothing when there is nothing to tell of this cause. */
  linesOf(cause: ExplainedCause): readonly SectionLine[];
}

/** One thing that is told of all causes together, above them. Listed in `report-sections.ts`. */
export interface ReportSection {
  readonly name: string;
  /** `short` asks for one line at most; `full` for all of it. */
  linesOf(report: ExplainedReport, length: 'short' | 'full'): readonly SectionLine[];
}
