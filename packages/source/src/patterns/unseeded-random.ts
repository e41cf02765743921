import type { Finding } from '@millwright/core';
import { ts } from 'ts-morph';

import { calledName, dottedName } from '../syntax/call.ts';
import { ancestorOf, unwrapped, unwrappedParent } from '../syntax/walk.ts';
import { seedFixOf } from './fixes/seeded-random.ts';
import type { FlakyPattern, PatternHit } from './flaky-pattern.ts';
import { flowOf, isGlobal, packageOf, type PatternContext } from './pattern-context.ts';

const FAKER = /^(?:@faker-js\/faker(?:\/.+)?|faker|@ngneat\/falso|chance|casual)$/u;
const LODASH = /^(?:lodash|lodash-es|radash)(?:\/.+)?$/u;
const FAKER_SETTINGS = new Set(['seed', 'setDefaultRefDate']);
const LODASH_RANDOM = new Set(['random', 'sample', 'sampleSize', 'shuffle', 'draw']);
const CRYPTO = new Set(['randomUUID', 'randomInt', 'randomBytes', 'getRandomValues']);

/** A file without any of these words has none; most files are done with here. */
const MENTIONS = /random|faker|uuid|nanoid|crypto|sample|shuffle|draw|falso|chance|casual/iu;

/** Values that differ every run with no seed to repeat them. Mocked or seeded sources and names of temporary files are none. */
export const unseededRandom: FlakyPattern = {
  name: 'unseeded-random',
  severity: 'warning',
  find(context) {
    if (!MENTIONS.test(context.source.text)) return [];
    return context.calls.flatMap((call) => {
      const source = randomSource(context, call);
      if (!source || isSeeded(context, source.name) || isTemporaryName(call)) return [];
      const flow = flowOf(context, call);
      if (flow === 'callback' || (flow === 'helper' && context.tests.length > 0 && !isLocalHelper(call))) return [];
      return [hitOf(context, call, source)];
    });
  },
};

interface RandomSource {
  readonly name: string;
  readonly severity: Finding['severity'];
}

function hitOf(context: PatternContext, call: ts.CallExpression, source: RandomSource): PatternHit {
  const fix = seedFixOf(context, call, source.name);
  return {
    node: call,
    severity: source.severity,
    why: `\`${source.name}\` gives other data every run, so a failure that depends on the data comes and goes and cannot be repeated.`,
    advice: source.name.startsWith('faker')
      ? 'Call `faker.seed(…)` before the data is made, and print the seed.'
      : 'Use a fixed value, or a generator with a seed that the test prints.',
    ...(fix && { fix }),
  };
}

function randomSource(context: PatternContext, call: ts.CallExpression): RandomSource | undefined {
  const origin = packageOf(context, call.expression);
  return globalSource(call) ?? (origin && packageSource(origin, dottedName(call.expression)));
}

function globalSource(call: ts.CallExpression): RandomSource | undefined {
  const callee = unwrapped(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const name = callee.name.text;
  if (name === 'random' && isGlobal(callee.expression, 'Math'))
    return { name: 'Math.random', severity: isPartOfName(call) ? 'info' : 'warning' };
  return CRYPTO.has(name) && isGlobal(callee.expression, 'crypto') ? cryptoSource(name) : undefined;
}

/** `user-${Math.random()}` and `Math.random().toString(36)` are made to be unique. */
function isPartOfName(call: ts.CallExpression): boolean {
  const parent = unwrappedParent(call);
  if (ts.isTemplateSpan(parent)) return true;
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'toString';
}

/** An identifier that only has to be unique seldom changes an outcome. */
function cryptoSource(name: string): RandomSource {
  return { name: `crypto.${name}`, severity: name === 'randomUUID' ? 'info' : 'warning' };
}

function packageSource(
  origin: { readonly module: string; readonly name: string },
  names: readonly string[],
): RandomSource | undefined {
  const name = names.at(-1) ?? '';
  const { module } = origin;
  if (/^(?:node:)?crypto$/u.test(module)) {
    const used = [name, origin.name].find((one) => CRYPTO.has(one));
    return used === undefined ? undefined : cryptoSource(used);
  }
  if (FAKER.test(module)) return FAKER_SETTINGS.has(name) ? undefined : { name: 'faker', severity: 'warning' };
  if (LODASH.test(module)) return LODASH_RANDOM.has(name) ? { name: `lodash.${name}`, severity: 'warning' } : undefined;
  return isIdMaker(module, origin.name) ? { name: module, severity: 'info' } : undefined;
}

function isIdMaker(module: string, name: string): boolean {
  return (module === 'nanoid' && name === 'nanoid') || (module === 'uuid' && /^v[14]$/u.test(name));
}

/** Whether the file fixes the source: `faker.seed(1)`, `vi.spyOn(Math, 'random')`, `vi.mock('nanoid')`. */
function isSeeded(context: PatternContext, source: string): boolean {
  return context.calls.some((call) => {
    const name = dottedName(call.expression).join('.');
    const given = call.arguments.slice(0, 2).map((argument) => argument.getText().replaceAll(/['"`]/gu, ''));
    if (name === 'seedrandom' || name.split('.').at(-1) === 'seed') return source === 'faker' || given.length > 0;
    if (/^(?:vi|jest|sinon)\.(?:spyOn|stub|replace)$/u.test(name))
      return (
        given.join('.').replace(/^globalThis\./u, '') === source ||
        given.join('.') === source.replace('crypto.', 'globalThis.crypto.')
      );
    if (/^(?:vi|jest)\.(?:mock|doMock)$/u.test(name))
      return (given[0] ?? '').replace(/^node:/u, '') === source.split('.')[0];
    return name.endsWith('stubGlobal') && source.startsWith(given[0] ?? '\0');
  });
}

/** Names of temporary files and folders, and ports, must differ and change nothing else. */
function isTemporaryName(call: ts.CallExpression): boolean {
  for (let node: ts.Node | undefined = call.parent; node && !ts.isStatement(node); node = node.parent) {
    if (
      ts.isCallExpression(node) &&
      /^(?:join|resolve|mkdtemp|mkdtempSync|mkdir|mkdirSync|tmpdir|outputPath)$/u.test(calledName(node))
    )
      return true;
  }
  const variable = ancestorOf(call, ts.isVariableDeclaration);
  return (
    variable !== undefined &&
    unwrappedParent(call) !== undefined &&
    /(?:tmp|temp|dir|folder|sock|pipe|trace_?id|request_?id|correlation)/iu.test(variable.name.getText())
  );
}

/** Data builders that the test file declares itself belong to its tests. */
function isLocalHelper(call: ts.CallExpression): boolean {
  return call
    .getSourceFile()
    .statements.some(
      (statement) =>
        call.pos >= statement.pos &&
        call.end <= statement.end &&
        (ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement)),
    );
}
