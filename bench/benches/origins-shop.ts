import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DebugCause, DebugReport } from '@millwright/core';

import { runE2e, runVitest } from '../../test/support/run-process.ts';
import { type ScratchProject, createScratchProject } from '../../test/support/scratch-project.ts';
import { type Bench, type Figure, informs } from '../bench.ts';
import { pick, randomOf } from '../history/random.ts';
import { mutantOf } from '../origins/mutate.ts';

/** Mutants that at least one test noticed. */
const wantedMutants = 12;
const mostMutants = 30;
const pastRuns = 3;

/** Real faults in the fixture shop: an operator changed in one commit between two harmless ones, its unit tests run and explained. */
export const originsShopBench: Bench = {
  name: 'origins-shop',
  description: 'where real failures come from and who did it: mutants of the fixture shop under its 152 unit tests',
  async run() {
    const shop = createScratchProject('shop');
    try {
      const judged = await judgeMutants(shop);
      return figuresOf(judged);
    } finally {
      shop.remove();
    }
  },
};

interface JudgedMutant {
  readonly file: string;
  readonly commit: string;
  readonly causes: readonly DebugCause[];
}

async function judgeMutants(shop: ScratchProject): Promise<readonly JudgedMutant[]> {
  const random = randomOf(4711);
  const memory = join(shop.root, '.millwright');
  const kept = `${shop.root}-memory`;
  for (let run = 0; run < pastRuns; run += 1) {
    touch(shop, pick(random, sourcesOf(shop)), `Past ${run}`);
    await runVitest([], { cwd: shop.root });
  }
  cpSync(memory, kept, { recursive: true });
  const start = shop.git('rev-parse', 'HEAD').trim();
  const judged: JudgedMutant[] = [];
  for (let tried = 0; tried < mostMutants && judged.length < wantedMutants; tried += 1) {
    const file = pick(random, sourcesOf(shop));
    const mutant = mutantOf(readFileSync(join(shop.root, file), 'utf8'), random);
    if (mutant === undefined) continue;
    touch(shop, pick(random, sourcesOf(shop)), 'Words before');
    writeFileSync(join(shop.root, file), mutant);
    shop.git('commit', '--quiet', '--all', '--message', 'A slip');
    const commit = shop.git('rev-parse', 'HEAD').trim();
    touch(shop, pick(random, sourcesOf(shop)), 'Words after');
    const { exitCode } = await runVitest([], { cwd: shop.root });
    if (exitCode !== 0) judged.push({ file, commit, causes: await explain(shop) });
    shop.git('reset', '--quiet', '--hard', start);
    rmSync(memory, { recursive: true, force: true });
    cpSync(kept, memory, { recursive: true });
  }
  return judged;
}

async function explain(shop: ScratchProject): Promise<readonly DebugCause[]> {
  const { stdout } = await runE2e(['debug-execution', '--json'], { cwd: shop.root });
  return (JSON.parse(stdout) as DebugReport).causes;
}

function sourcesOf({ root }: ScratchProject): readonly string[] {
  return ['src/services', 'src/shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  );
}

function touch(shop: ScratchProject, file: string, subject: string): void {
  const path = join(shop.root, file);
  writeFileSync(path, `${readFileSync(path, 'utf8')}// ${subject}\n`);
  shop.git('commit', '--quiet', '--all', '--message', subject);
}

function figuresOf(mutants: readonly JudgedMutant[]): readonly Figure[] {
  const causes = mutants.flatMap(({ file, commit, causes: all }) => all.map((cause) => ({ file, commit, cause })));
  const share = (isHit: (one: (typeof causes)[number]) => boolean): number =>
    causes.filter(isHit).length / causes.length;
  const rankOfFile = ({ cause, file }: (typeof causes)[number]): number =>
    cause.suspects?.files.findIndex((suspect) => suspect.file === file) ?? -1;
  return [
    informs('mutants that a test noticed', mutants.length, ''),
    informs('causes', causes.length, ''),
    informs(
      'called a flake (80 % or more)',
      share(({ cause }) => cause.origin.flake >= 0.8),
      'ratio',
    ),
    informs(
      'regression is the greatest share',
      share(({ cause: { origin } }) => isGreatest(origin)),
      'ratio',
    ),
    informs(
      'the file is the first suspect',
      share((one) => rankOfFile(one) === 0),
      'ratio',
    ),
    informs(
      'the file is among the first three',
      share((one) => rankOfFile(one) >= 0),
      'ratio',
    ),
    informs(
      'the commit is the first suspect',
      share(({ cause, commit }) => cause.suspects?.commits[0]?.commit === commit),
      'ratio',
    ),
  ];
}

function isGreatest({ flake, regression, environment, unknown }: DebugCause['origin']): boolean {
  return regression > Math.max(flake, environment, unknown);
}
