import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { configJsonSchema, renderConfigReference } from '@millwright/core/config';

import { commands } from '../packages/cli/dist/commands/registry.js';
import { generateSchemas } from './generate-schemas.ts';

/** Every file that is generated, with its content. `--check` compares; without it they are written. */
const documents = new Map<string, string>([
  ['docs/config.md', renderConfigReference()],
  ['docs/config.schema.json', `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`],
  ['docs/commands.md', renderCommandReference()],
  ...(await generateSchemas()),
]);

process.exitCode = process.argv.includes('--check') ? checkDocuments() : writeDocuments();

function checkDocuments(): number {
  const stale = [...documents].filter(([path, content]) => readIfThere(path) !== content).map(([path]) => path);
  process.stdout.write(
    stale.length === 0
      ? `${documents.size} generated files are up to date.\n`
      : `Out of date: ${stale.join(', ')}. Run \`npm run docs\`.\n`,
  );
  return stale.length === 0 ? 0 : 1;
}

function writeDocuments(): number {
  for (const [path, content] of documents) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  process.stdout.write(`${documents.size} files written.\n`);
  return 0;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function renderCommandReference(): string {
  const sections = commands.map(({ name, summary }) => {
    const help = execFileSync(process.execPath, ['packages/cli/dist/bin.js', ...name.split(' '), '--help'], {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', COLUMNS: '100' },
    });
    return `## e2e ${name}\n\n${summary[0]?.toUpperCase()}${summary.slice(1)}.\n\n\`\`\`\n${help.trim()}\n\`\`\`\n`;
  });
  return `# Commands\n\nGenerated from \`e2e --help\` by \`npm run docs\`. Exit codes: 0 fine, 1 tests, gate or findings failed, 2 usage or environment, 130 interrupted.\n\n${sections.join('\n')}`;
}
