import type { Endpoint, ProjectManifest } from '../model/manifest.ts';
import type { CoverageTarget } from '../model/strategy.ts';
import type { PlanSubject } from './plan-subject.ts';

/** Per service with endpoints: how many of them the planned tests reach, by name or through the handler's file. */
export function coverageTargetsOf(
  manifest: ProjectManifest | undefined,
  subjects: readonly PlanSubject[],
  services: readonly string[],
  targetRatio: number,
): readonly CoverageTarget[] {
  if (!manifest) return [];
  const files = new Set(subjects.flatMap(({ reaches }) => reaches ?? []));
  const named = new Set(subjects.flatMap(({ aim }) => (aim.endpoint ? [aim.endpoint.id] : [])));
  const titles = subjects.map(({ titlePath }) => titlePath.join(' ').toLowerCase());
  const isReached = (endpoint: Endpoint): boolean =>
    named.has(endpoint.id) ||
    files.has(endpoint.handler.file) ||
    titles.some((title) => title.includes(endpoint.path.toLowerCase()));
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
