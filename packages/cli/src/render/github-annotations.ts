import type { SourceLocation } from '@millwright/core';
import type { PatternFinding } from '@millwright/source';

/** How grave GitHub shows an annotation. */
type AnnotationLevel = 'error' | 'warning' | 'notice';

const LEVELS: Readonly<Record<PatternFinding['severity'], AnnotationLevel>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
};

/**
 * Findings as workflow commands of GitHub Actions, one line each: `::warning file=…,line=…,col=…,title=…::message`.
 * `prefix` goes before each file: the path from the repository to the project.
 */
export function renderGithubAnnotations(findings: readonly PatternFinding[], prefix: string): string {
  return findings.map((finding) => `${annotationOf(finding, prefix)}\n`).join('');
}

function annotationOf(finding: PatternFinding, prefix: string): string {
  const message = `${finding.why}\n${finding.advice}\n${finding.page}`;
  return workflowCommandOf(
    { level: LEVELS[finding.severity], title: finding.pattern, message, location: finding.location },
    prefix,
  );
}

/** One annotation; without a location it belongs to the whole job. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly title: string;
  readonly message: string;
  readonly location: SourceLocation | undefined;
}

/** The workflow command of an annotation, without a line break at its end. `prefix` goes before the file. */
export function workflowCommandOf({ level, title, message, location }: Annotation, prefix: string): string {
  const properties = [
    ...(location
      ? [
          ['file', `${prefix}${location.file}`] as const,
          ['line', `${location.line}`] as const,
          ['col', `${location.column}`] as const,
        ]
      : []),
    ['title', title] as const,
  ];
  const list = properties.map(([name, value]) => `${name}=${escapedProperty(value)}`).join(',');
  return `::${level} ${list}::${escapedText(message)}`;
}

/** As the runner of GitHub Actions reads it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapedText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
