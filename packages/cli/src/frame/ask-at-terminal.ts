import { createInterface } from 'node:readline/promises';

/** Asks on stderr, for stdout is data, and waits for a line on stdin. */
export async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
