import { type Endpoint, type ProjectManifest, serviceMapOf } from '@millwright/core';
import { readProjectManifest } from '@millwright/source';

import type { Context } from '../context/context.ts';
import type { Command, CommandResult } from '../frame/command.ts';
import { flagOption } from '../frame/options.ts';
import { readRecordedRequests } from '../planning/read-recorded-requests.ts';
import { renderCount } from '../render/duration.ts';
import { renderServiceMap } from '../render/service-map.ts';
import { renderTable } from '../render/table.ts';

const options = {
  services: flagOption({
    describe: 'show instead which tests touch which endpoints, and which endpoints none touches',
  }),
} as const;

/** `e2e manifest`: the map of the project that planning works from. */
export const manifestCommand: Command<typeof options> = {
  options,
  examples: [
    ['e2e manifest', 'services, endpoints and test files'],
    ['e2e manifest --services', 'endpoints against tests: what no test touches'],
    ['e2e manifest --json --output manifest.json', 'the whole map, for a script'],
  ],
  async run(context, args) {
    const manifest = await readProjectManifest({ root: context.root, config: { services: context.config.services } });
    if (args.services === true) return showServices(context, manifest);
    return { exitCode: 0, document: { ...manifest }, text: renderManifest(context, manifest) };
  },
};

async function showServices(context: Context, manifest: ProjectManifest): Promise<CommandResult> {
  const history = await context.openHistory();
  const histories = await history.readTestHistories();
  const map = serviceMapOf(manifest, histories, await readRecordedRequests(history.dir, histories));
  return {
    exitCode: 0,
    document: { format: 'millwright/service-map', version: 1, ...map },
    text: renderServiceMap(context.paint, map),
  };
}

function renderManifest({ paint }: Context, manifest: ProjectManifest): string {
  const testCount = manifest.testFiles.reduce((sum, file) => sum + file.tests.length, 0);
  return [
    paint.strong(renderCount(manifest.services.length, 'service')),
    renderTable(
      manifest.services.map((service) => [
        `  ${service.name}`,
        service.kind,
        service.root,
        renderCount(service.files.length, 'file'),
      ]),
    ),
    paint.strong(renderCount(manifest.endpoints.length, 'endpoint')),
    renderTable(
      manifest.endpoints.map((endpoint) => [
        `  ${endpoint.method}`,
        endpoint.path,
        authOf(endpoint),
        `complexity ${endpoint.complexity}`,
        paint.dim(`${endpoint.handler.file}:${endpoint.handler.line}`),
      ]),
    ),
    paint.strong(`${renderCount(manifest.testFiles.length, 'test file')}, ${renderCount(testCount, 'test')}`),
    renderTable(
      manifest.testFiles.map((file) => [
        `  ${file.file}`,
        file.runner,
        renderCount(file.tests.length, 'test'),
        `reaches ${renderCount(file.reaches.length, 'source file')}`,
      ]),
    ),
    ...manifest.lacked.map((sentence) => `${paint.warn('without')}  ${sentence}\n`),
  ].join('\n');
}

function authOf({ auth }: Endpoint): string {
  if (!auth.required) return 'public';
  return auth.roles.length === 0 ? 'auth' : `auth: ${auth.roles.join(', ')}`;
}
