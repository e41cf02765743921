import { pick } from '../history/random.ts';

/** What is of one run and not of its bug; drawn once for each retelling. */
interface Circumstances {
  readonly random: () => number;
  /** How far the tests' files have grown, and those of the engine. */
  readonly shift: number;
  readonly engineShift: number;
  readonly root: string;
  readonly windowsRoot: string;
  readonly durationFactor: number;
}

type Change = (text: string, run: Circumstances) => string;

const roots = [
  '/home/runner/work/app/app',
  '/builds/team/web',
  '/Users/ada/src',
  '/var/lib/jenkins/workspace/nightly-7',
  '/__w/1/s',
  '/srv/ci/agent-12/_work',
  '/tmp/checkout-Xk2f9Q',
];
const windowsRoots = ['D:\\a\\app\\app', 'C:\\Jenkins\\workspace\\nightly', 'C:\\Users\\ADA~1\\src'];
const people = [
  'Ada',
  'Grace Hopper',
  'edsger@example.com',
  'José',
  'Zoë',
  'Müller GmbH',
  'order 4711',
  'Nov 28, 2026',
  'n/a',
  'Anytown',
];

/**
 * A message as another run would have told it: what a log, a machine, a checkout, a clock, the data and the version of the runner
 * change, and nothing of what went wrong. `random` decides how.
 */
export function retell(text: string, random: () => number): string {
  const run: Circumstances = {
    random,
    shift: Math.floor(random() * 40) - 8,
    engineShift: Math.floor(random() * 30),
    root: pick(random, roots),
    windowsRoot: pick(random, windowsRoots),
    durationFactor: pick(random, [1, 1, 1, 0.5, 2, 3]),
  };
  return changes.reduce((told, change) => change(told, run), text);
}

const whole = (random: () => number, below: number): number => Math.floor(random() * below);
/** Another string of the same form: digits for digits, letters of a hexadecimal number for such. */
const alike = (text: string, random: () => number): string =>
  text.replace(/[0-9a-f]/gi, (sign) =>
    /\d/.test(sign)
      ? String(whole(random, 10))
      : /[a-f]/.test(sign)
        ? pick(random, 'abcdef'.split(''))
        : pick(random, 'ABCDEF'.split('')),
  );
const shifted = (line: string, by: number): string => String(Math.max(1, Number(line) + by));

const changes: readonly Change[] = [
  // Titles that the runner prints: place in the list, browser, retry.
  (text, { random }) =>
    text
      .replace(/^(\s*)\d+\) /, (_, space) => `${space}${1 + whole(random, 40)}) `)
      .replace(/^not ok \d+/m, `not ok ${1 + whole(random, 4000)}`)
      .replace(/\[(?:firefox|chromium|webkit)[\w-]*\]/, () => `[${pick(random, ['firefox', 'chromium', 'webkit'])}]`),
  // Lines and columns: the files of the project grow, those of the engine differ by its version.
  (text, { shift, engineShift }) =>
    text.replace(
      /((?:node:internal\/|internal\/)?[\w./\\@~ -]*\.(?:[cm]?[jt]sx?|html|vue)|node:[\w/]+):(\d+)/g,
      (_, file: string, line: string) =>
        `${file}:${shifted(line, /^(?:node:|internal\/)/.test(file) ? engineShift : shift)}`,
    ),
  (text, { shift }) =>
    text.replace(/^(\s*>?\s*)(\d+)( \|)/gm, (_, before, line, after) => `${before}${shifted(line, shift)}${after}`),
  // The checkout.
  (text, { root }) =>
    text.replace(
      /(?:\/(?:home|Users|builds|mnt|var|app|private|ms-playwright))(?:\/[\w.+@-]+){1,3}(?=\/[\w.+@-]+\/)/g,
      () => root,
    ),
  (text, { windowsRoot }) => text.replace(/\b[A-Za-z]:\\(?:[\w~.+-]+\\){1,3}(?=[\w.+-]+\\)/g, () => `${windowsRoot}\\`),
  // Ports, ids, addresses in memory, times.
  (text, { random }) => {
    const ports = new Map<string, string>();
    return text.replace(
      /\b(localhost|127\.0\.0\.1|0\.0\.0\.0|::1?|port:?) ?:? ?(\d{4,5})\b/g,
      (found, _, port: string) => {
        if (!ports.has(port)) ports.set(port, String(20_000 + whole(random, 40_000)));
        return found.replace(port, ports.get(port) ?? port);
      },
    );
  },
  (text, { random }) =>
    text.replace(
      /\b0x[0-9a-f]{4,}\b|\b(?=[a-f]*\d)[0-9a-f]{7,}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|LOC_\w+(?:\.\d+)?/gi,
      (id) => alike(id, random),
    ),
  (text, { random }) =>
    text.replace(
      /\b20\d\d-\d\d-\d\d([T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?/g,
      (time) =>
        `2026-1${whole(random, 3)}-${10 + whole(random, 19)}${time.slice(10).replace(/\d/g, () => String(whole(random, 6)))}`,
    ),
  (text, { random }) =>
    text.replace(/(\d+\.\d{2,}) ?ms|duration_ms: [\d.]+/g, (told) =>
      told.replace(/[\d.]+/, (random() * 9000).toFixed(3)),
    ),
  // Limits that somebody set to another value.
  (text, { durationFactor }) =>
    text.replace(/\b(\d+)(?= ?ms\b)/g, (ms: string) =>
      Number(ms) % 100 === 0 ? String(Number(ms) * durationFactor) : ms,
    ),
  // Measured values and data.
  (text, { random }) =>
    text
      .replace(/\b\d+(?= pixels| elements| × | attempts| requests)/g, () => String(2 + whole(random, 900)))
      .replace(/\(ratio [\d.]+/g, () => `(ratio 0.${String(whole(random, 99)).padStart(2, '0')}`)
      .replace(
        /^(\s*(?:Received|Actual|\+ Received)[a-z ]*: +|\s*\+ +)(-?\d+(?:\.\d+)?)(?=\s*$)/gim,
        (found, before: string, value: string) =>
          isStatus(value) ? found : `${before}${Number(value) + 1 + whole(random, 50)}`,
      )
      .replace(/^(\s*Received[a-z ]*: +")([^"\n]*)(")/gim, (found, before: string, value: string, after: string) =>
        /^[\w-]+:|^\//.test(value) ? found : `${before}${pick(random, people)}${after}`,
      )
      .replace(/\b(actual: ['"]?)(-?\d+)(['"]?,)/g, (found, before: string, value: string, after: string) =>
        isStatus(value) ? found : `${before}${whole(random, 1000)}${after}`,
      ),
  // How often a step was tried before it was given up.
  (text, { random }) => text.replace(/^(\s*)(\d+) ×/gm, (_, space) => `${space}${2 + whole(random, 50)} ×`),
  otherVersion,
  coloured,
  (text, { random }) => (random() < 0.15 ? text.replaceAll('\n', '\r\n') : text),
];

const isStatus = (value: string): boolean => /^[1-5]\d\d$/.test(value);

/** The same sentence as another version of the runner writes it, taken from their sources and from runs of both. */
const versions: readonly (readonly [pattern: RegExp, other: string | ((found: string, part: string) => string)])[] = [
  [
    /Timed out (\d+)ms waiting for (expect\(\w+\)(?:\.not)?\.\w+\([^)\n]*\))((?:.*\n)*?)(?=Call log:)/,
    '$2 failed$3Timeout: $1ms\n\n',
  ],
  [
    /^((?:Error: )?)(expect\((?:locator|page)\)(?:\.not)?\.\w+\([^)\n]*\)) failed/m,
    '$1Timed out 5000ms waiting for $2',
  ],
  [/^Expected (?:string|pattern|substring): /m, 'Expected: '],
  [/^Received string: +/m, 'Received: '],
  [/=+ logs =+\n([\s\S]*?)\n\s*=+/, 'Call log:\n  - $1\n'],
  [
    /waiting for selector "(.+)"(?= to be \w+$|$)/m,
    (_, selector) => `waiting for locator('${selector.replaceAll("'", String.raw`\'`)}')`,
  ],
  [/^(\s*[-+ ]\s*)(?:Object|Array) ([{[])/gm, '$1$2'],
  [/\bTarget closed\b/, 'Target page, context or browser has been closed'],
  [/^Error: (locator|page)\./m, '$1.'],
  [/^(\s*)Node\.js v[\d.]+/m, '$1Node.js v24.3.0'],
];

function otherVersion(text: string, { random }: Circumstances): string {
  return versions.reduce(
    (told, [pattern, other]) => (random() < 0.5 ? told.replace(pattern, other as string) : told),
    text,
  );
}

/** Colours as Playwright, Jest and Vitest put them around values and excerpts. */
function coloured(text: string, { random }: Circumstances): string {
  if (random() < 0.5) return text;
  return text
    .replace(/^(\s*Expected[a-z ]*: +)(\S.*)$/gim, '$1\u001B[32m$2\u001B[39m')
    .replace(/^(\s*Received[a-z ]*: +)(\S.*)$/gim, '$1\u001B[31m$2\u001B[39m')
    .replace(/expect\((\w+)\)/g, '\u001B[2mexpect(\u001B[22m\u001B[31m$1\u001B[39m\u001B[2m)\u001B[22m')
    .replace(/^(\s*)(>? ?\d+ \|)/gm, '$1\u001B[90m$2\u001B[39m');
}
