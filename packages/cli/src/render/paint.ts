import { Chalk, type ChalkInstance } from 'chalk';

/** Colours by meaning, so that a renderer never chooses a colour itself. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
  accent(text: string): string;
}

/** Colours for one output stream: `NO_COLOR` and `FORCE_COLOR` decide, else whether it is a terminal (https://no-color.org). */
export function createPaint(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  return paintOf(new Chalk({ level: isColoured(stream, env) ? 1 : 0 }));
}

function isColoured(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

function paintOf(chalk: ChalkInstance): Paint {
  return {
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    dim: chalk.dim,
    strong: chalk.bold,
    accent: chalk.cyan,
  };
}
