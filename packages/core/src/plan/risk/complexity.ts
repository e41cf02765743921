import type { Endpoint } from '../../model/manifest.ts';
import type { PlanSubject } from '../plan-subject.ts';
import { clamped, logShareOf, type RiskRule } from './risk-rule.ts';

/**
 * Complicated code fails more often: cyclomatic complexity of what the test reaches, and the endpoint's own surface. The weight is the share
 * that complexity has in a model of fixed files, see `docs/planning.md`: beside changes it adds little.
 */
export const complexity: RiskRule = {
  name: 'complexity',
  weight: 0.06,
  assess: (subject, { input, maxComplexity }) => {
    const { endpoint } = subject.aim;
    const reached = reachedComplexityOf(subject, input.manifest?.complexity);
    if (reached === undefined && !endpoint) return undefined;
    const sourceScore = reached === undefined ? 0 : logShareOf(reached.sum, maxComplexity);
    const endpointScore = endpoint ? endpointScoreOf(endpoint) : 0;
    const score =
      reached === undefined ? endpointScore : endpoint ? 0.6 * sourceScore + 0.4 * endpointScore : sourceScore;
    const parts = [
      ...(reached ? [`reaches ${reached.files} source files with a complexity of ${reached.sum}`] : []),
      ...(endpoint ? [`${endpoint.id} has ${wordsOfEndpoint(endpoint)}`] : []),
    ];
    return { score: clamped(score), evidence: `${capitalised(parts.join('; '))}.` };
  },
};

/** Summed complexity of the reached files; undefined when none of them is known. */
export function reachedComplexityOf(
  subject: PlanSubject,
  complexities: Readonly<Record<string, number>> | undefined,
): { files: number; sum: number } | undefined {
  const known = (subject.reaches ?? []).flatMap((file) => complexities?.[file] ?? []);
  return known.length === 0 ? undefined : { files: known.length, sum: known.reduce((sum, value) => sum + value, 0) };
}

function endpointScoreOf(endpoint: Endpoint): number {
  const parts = [
    0.4 * logShareOf(endpoint.complexity - 1, 20),
    0.2 * logShareOf(endpoint.parameters.length, 8),
    endpoint.auth.required ? 0.2 : 0,
    endpoint.requestType === undefined ? 0 : 0.1,
    endpoint.responseType === undefined ? 0 : 0.1,
  ];
  return parts.reduce((sum, part) => sum + part, 0);
}

function wordsOfEndpoint(endpoint: Endpoint): string {
  const types = [endpoint.requestType, endpoint.responseType].filter((type) => type !== undefined);
  return [
    `complexity ${endpoint.complexity}`,
    `${endpoint.parameters.length} parameters`,
    endpoint.auth.required
      ? `authentication${endpoint.auth.roles.length > 0 ? ` (${endpoint.auth.roles.join(', ')})` : ''}`
      : 'no authentication',
    ...(types.length > 0 ? [`types ${types.join(' and ')}`] : []),
  ].join(', ');
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
