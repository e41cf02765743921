import type { Endpoint, ProjectManifest } from '../model/manifest.ts';
import type { CoverageTarget } from '../model/strategy.ts';
import { pathPatternOf } from './endpoint-path.ts';
import type { PlanSubject } from './plan-subject.ts';

/** Per service with endpoints: how many of them the planned tests reach, by request, by name or through the handler's file. */
export function coverageTargetsOf(
  manifest: ProjectManifest | undefined,
  subjects: readonly PlanSubject[],
  services: readonly string[],
  targetRatio: number,
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
      targetRatio,
    }))
    .sort((a, b) => a.service.localeCompare(b.service));
}
