import { freePort } from './free-port.ts';
import { type ProcessResult, runE2e, runPlaywright, runVitest } from './run-process.ts';
import { type ScratchProject, createScratchProject } from './scratch-project.ts';

/** The fixture shop in a scratch git copy, with everything a journey does to it. */
export interface ScratchShop extends ScratchProject {
  playwright(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessResult>;
  vitest(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessResult>;
  e2e(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ProcessResult>;
  /** Runs `e2e … --json` and parses what it printed; fails with the whole output when that is not one JSON document. */
  e2eJson<T>(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<T & { readonly exitCode: number | null }>;
}

/** Copies the shop and gives it a port of its own, so that journeys can run side by side. */
export async function openScratchShop(): Promise<ScratchShop> {
  const project = createScratchProject('shop');
  const base = { PORT: String(await freePort()) };
  const options = (env: Readonly<Record<string, string>> = {}) => ({ cwd: project.root, env: { ...base, ...env } });
  return {
    ...project,
    playwright: (args, env) => runPlaywright(args, options(env)),
    vitest: (args, env) => runVitest(args, options(env)),
    e2e: (args, env) => runE2e(args, options(env)),
    async e2eJson<T>(args: readonly string[], env?: Readonly<Record<string, string>>) {
      const own = args.includes('--') ? args.indexOf('--') : args.length;
      const result = await runE2e(args.toSpliced(own, 0, '--json'), options(env));
      try {
        return { ...(JSON.parse(result.stdout) as T), exitCode: result.exitCode };
      } catch (cause) {
        throw new Error(
          `e2e ${args.join(' ')} --json ended with exit code ${String(result.exitCode)} and printed no document.\n${result.stdout}\n${result.stderr}`,
          { cause },
        );
      }
    },
  };
}
