import type { Endpoint, ProjectManifest } from '../model/manifest.ts';
import type { CoverageTarget, PlannedTest, Priority } from '../model/strategy.ts';
import { pathPatternOf } from './endpoint-path.ts';
import { priorityRank } from './order-score.ts';
import type { PlanSubject } from './plan-subject.ts';

/** The share of a service's endpoints that a plan should reach: one for all, or by the priority of the service. */
export type CoverageTargetRatio = number | Readonly<Partial<Record<Priority, number | undefined>>>;

/** What holds where nothing else was said. */
const usualRatio = 0.8;

/** The highest priority of the tests that aim at each service; what a budget leaves out counts, too. */
export function servicePrioritiesOf(tests: readonly PlannedTest[]): ReadonlyMap<string, Priority> {
  const priorities = new Map<string, Priority>();
  for (const { service, priority } of tests) {
    const known = service === undefined ? undefined : priorities.get(service);
    if (service !== undefined && (!known || priorityRank[priority] < priorityRank[known]))
      priorities.set(service, priority);
  }
  return priorities;
}

/** Per service with endpoints: how many of them the planned tests reach, by request, by name or through the handler's file. */
export function coverageTargetsOf(
  manifest: ProjectManifest | undefined,
  subjects: readonly PlanSubject[],
  services: readonly string[],
  { wanted: wantedRatio = usualRatio, priorities }: TargetTerms,
): readonly CoverageTarget[] {
  if (!manifest) return [];
  const files = new Set(subjects.flatMap(({ reaches }) => reaches ?? []));
  const aimedAt = new Set(
    subjects.flatMap(({ aim }) => [
      ...(aim.endpoint ? [aim.endpoint] : []),
      ...aim.requested.map(({ endpoint }) => endpoint),
    ]),
  );
  const titles = subjects.map(({ titlePath }) => titlePath.join(' '));
  const isNamed = ({ path }: Endpoint): boolean => {
    const pattern = pathPatternOf(path);
    return titles.some((title) => pattern.test(title));
  };
  const isReached = (endpoint: Endpoint): boolean =>
    aimedAt.has(endpoint) || files.has(endpoint.handler.file) || isNamed(endpoint);
  const wanted = new Set(services);
  return [...Map.groupBy(manifest.endpoints, ({ service }) => service)]
    .filter(([service]) => wanted.size === 0 || wanted.has(service))
    .map(([service, endpoints]) => ({
      service,
      endpointCount: endpoints.length,
      reachedCount: endpoints.filter(isReached).length,
      ...targetOf(wantedRatio, priorities.get(service)),
    }))
    .sort((a, b) => a.service.localeCompare(b.service));
}

/** What the targets are to be like. */
interface TargetTerms {
  readonly wanted: CoverageTargetRatio | undefined;
  readonly priorities: ReadonlyMap<string, Priority>;
}

/** A service that no test aims at has no priority, and the usual target. */
function targetOf(
  wanted: CoverageTargetRatio,
  priority: Priority | undefined,
): Pick<CoverageTarget, 'targetRatio' | 'priority'> {
  const ofPriority = typeof wanted === 'number' ? wanted : priority && wanted[priority];
  return { targetRatio: ofPriority ?? usualRatio, ...(priority === undefined ? {} : { priority }) };
}
