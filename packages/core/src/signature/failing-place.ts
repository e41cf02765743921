import { parseStack } from '../failure/parse-stack.ts';
import type { FailureFeatures } from '../cause/features.ts';
import type { Failure, StackFrame } from '../model/failure.ts';

/** Where in the project's own code a failure arose, in words that line shifts do not change. */
export interface FailingPlace {
  /** Empty when neither frames nor a location tell. */
  readonly file: string;
  /** The last name of the function; undefined in the body of a test. */
  readonly function?: string;
  /**
   * The failing statement with numbers masked, where the runner printed it and the function alone does not tell: in the body of a
   * test, and where values are compared. Without it what called a function without a name, such as `Timeout` or `Socket`.
   */
  readonly statement?: string;
}

/** The place of a failure: its topmost frame in the project's own code, else its location, else the frames in its text. */
export function failingPlaceOf(failure: Failure, features: FailureFeatures): FailingPlace {
  const frame = userFrameOf(failure.frames) ?? (failure.location ? undefined : frameInText(failure.message));
  const file = fileNameOf(frame?.file ?? failure.location?.file ?? '');
  const name = frame && functionNameOf(frame.function);
  const statement = name === undefined ? bodyStatementOf(features, frame?.function) : comparingStatementOf(features);
  return {
    file,
    ...(name === undefined ? {} : { function: name }),
    ...(statement === undefined ? {} : { statement }),
  };
}

function bodyStatementOf({ around }: FailureFeatures, caller: string | undefined): string | undefined {
  return statementIn(around) ?? receiverOf(caller);
}

/** Locators say what was compared; values do not. */
function comparingStatementOf({ around, matcher, locator }: FailureFeatures): string | undefined {
  return matcher === undefined || locator !== undefined ? undefined : statementIn(around);
}

function userFrameOf(frames: readonly StackFrame[]): StackFrame | undefined {
  return frames.find(({ origin, file }) => origin === 'user' && !file.startsWith('eval at '));
}

/** A root that no path lies in, so that absolute paths are told apart from those of the project. */
const elsewhere = '/<no project>';

/** Imported results and raw logs carry their stack in the message. */
function frameInText(message: string): Pick<StackFrame, 'file' | 'function'> | undefined {
  const file = placeAbove.exec(message)?.[1];
  return userFrameOf(parseStack(message, { root: elsewhere })) ?? (file === undefined ? undefined : { file });
}

/** Playwright heads an excerpt of a file that is not the test's own with its place. */
const placeAbove = /^[ \t]*at ([\w./\\@-]+\.[cm]?[jt]sx?):\d+\s*$/m;

/** Outside the project the folders are those of a machine: the last two names remain. */
function fileNameOf(file: string): string {
  return /^(?:\.\.|\/|[A-Za-z]:|[a-z]+:\/\/)/.test(file) ? file.split(/[\\/]/).slice(-2).join('/') : file;
}

/** Engines and runners disagree on receivers (`Object.pay`, `Cart.pay`, `async pay`) and on names for functions that have none. */
function functionNameOf(name: string | undefined): string | undefined {
  const bare = name
    ?.replace(/ \[as .*$/, '')
    .replace(/^(?:async|new) /, '')
    .split(/[./]/)
    .at(-1);
  return bare === undefined || bare === '' || /^<?(?:anonymous|eval)|^(?:fn|test|it|then|callback)$/.test(bare)
    ? undefined
    : bare.replace(/<$/, '');
}

/** Runners call the bodies of tests with receivers of their own: `Context`, `Object`, `TestContext`. */
function receiverOf(name: string | undefined): string | undefined {
  const receiver = /^(?:async )?(\w+)\.<anonymous>/.exec(name ?? '')?.[1];
  return receiver === undefined || /^(?:Context|Object|TestContext|Test|Suite)$/.test(receiver) ? undefined : receiver;
}

const failingLine = /^[ \t]*>[ \t]*\d+[ \t]*\|\s?(.*\S)\s*$/m;

function statementIn(around: string): string | undefined {
  const line = failingLine.exec(around)?.[1];
  return line?.trim().replaceAll(/\d+/g, '<n>').replaceAll(/\s+/g, ' ').slice(0, 200);
}
