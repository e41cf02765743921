import { createHash } from 'node:crypto';

import type { PatternFinding } from '@millwright/source';

const LEVELS: Readonly<Record<PatternFinding['severity'], 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** What a rule of the document says of itself. */
export interface SarifRule {
  readonly name: string;
  readonly severity: PatternFinding['severity'];
  /** Its page, in Markdown: code scanning shows it beside the alert. */
  readonly page: string;
}

/**
 * Findings as a SARIF 2.1.0 document (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html) with what
 * code scanning asks for. Every rule is listed, found or not, so that alerts close when findings go. `prefix` goes before
 * each file: the path from the repository to the project.
 */
export function renderSarif(
  findings: readonly PatternFinding[],
  { rules, prefix }: { readonly rules: readonly SarifRule[]; readonly prefix: string },
): string {
  const seen = new Map<string, number>();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Millwright', rules: rules.map(ruleOf) } },
        automationDetails: { id: 'millwright/flaky-patterns/' },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules, prefix, seen)),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Without `helpUri`: it must be absolute (§3.49.12), and the pages have no public address of their own. */
function ruleOf({ name, severity, page }: SarifRule): object {
  const why = whyOf(page);
  return {
    id: name,
    name,
    shortDescription: { text: `Flaky pattern: ${name.replaceAll('-', ' ')}` },
    fullDescription: { text: why },
    help: { text: why, markdown: page.replaceAll(RELATIVE_LINK, '$1') },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['flaky', 'tests'], precision: 'high', 'problem.severity': problemOf(severity) },
  };
}

/** Links to other pages lead nowhere from a code host; their words stay. */
const RELATIVE_LINK = /\[([^\]]+)\]\((?!https?:)[^)]*\)/gu;

/** The first paragraph below the title, without marks. */
function whyOf(page: string): string {
  const [, why = ''] = page.split(/\n\s*\n/u);
  return why.replaceAll(RELATIVE_LINK, '$1').replaceAll('`', '').trim();
}

function problemOf(severity: PatternFinding['severity']): string {
  return severity === 'info' ? 'recommendation' : severity;
}

function resultOf(
  finding: PatternFinding,
  rules: readonly SarifRule[],
  prefix: string,
  seen: Map<string, number>,
): object {
  const { location } = finding;
  const ruleIndex = rules.findIndex(({ name }) => name === finding.pattern);
  return {
    ruleId: finding.pattern,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[finding.severity],
    message: { text: `${finding.why} ${finding.advice}` },
    ...(location && {
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(`${prefix}${location.file}`), uriBaseId: '%SRCROOT%' },
            region: { startLine: location.line, startColumn: location.column },
          },
        },
      ],
    }),
    partialFingerprints: { 'millwrightPattern/v1': fingerprintOf(finding, prefix, seen) },
  };
}

/** The same as long as the pattern, the file and the text of the line are: line numbers move. What has no line is known by its subject. */
function fingerprintOf(finding: PatternFinding, prefix: string, seen: Map<string, number>): string {
  const line = /^\d+: (.*)$/su.exec(finding.evidence[0] ?? '')?.[1] ?? finding.subject;
  const text = [finding.pattern, `${prefix}${finding.location?.file ?? ''}`, line].join('\n');
  const count = (seen.get(text) ?? 0) + 1;
  seen.set(text, count);
  return `${createHash('sha256').update(text).digest('hex').slice(0, 16)}:${count}`;
}
