import { pick } from '../history/random.ts';

/** Operators, and what a slip of the hand makes of them. */
const slips: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '>=': '<',
  '<=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
  '*': '/',
};

const operator = / (===|!==|>=|<=|&&|\|\||\+|-|\*) /gu;

/** Changes one operator of a source text; undefined when it has none. Comments and types of unions are left alone. */
export function mutantOf(source: string, random: () => number): string | undefined {
  const places = [...source.matchAll(operator)].filter(({ index }) => !isWords(source, index));
  if (places.length === 0) return undefined;
  const { index, 1: found = '' } = pick(random, places);
  return `${source.slice(0, index)} ${slips[found]} ${source.slice(index + found.length + 2)}`;
}

function isWords(source: string, index: number): boolean {
  const line = source.slice(source.lastIndexOf('\n', index) + 1, index).trimStart();
  return line.startsWith('*') || line.startsWith('/') || line.startsWith('import ');
}
