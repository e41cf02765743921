import type { PatternFinding } from '@millwright/source';

const LEVELS: Readonly<Record<PatternFinding['severity'], string>> = {
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
  const { location } = finding;
  const properties = [
    ...(location
      ? [
          ['file', `${prefix}${location.file}`] as const,
          ['line', `${location.line}`] as const,
          ['col', `${location.column}`] as const,
        ]
      : []),
    ['title', finding.pattern] as const,
  ];
  const list = properties.map(([name, value]) => `${name}=${escapedProperty(value)}`).join(',');
  return `::${LEVELS[finding.severity]} ${list}::${escapedText(`${finding.why}\n${finding.advice}\n${finding.page}`)}`;
}

/** As the runner of GitHub Actions reads it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapedText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
