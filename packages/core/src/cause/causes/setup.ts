import type { Cause, CauseEvidence } from '../cause.ts';
import { type WordRule, wordEvidence } from '../evidence.ts';
import type { FailureFeatures } from '../features.ts';

/** What must be ready before the test was not. */
export const setup: Cause = {
  name: 'setup',
  title: 'Setup failed',
  likely: 'The ground for the tests was not laid: a hook, a browser, a server, a file or a tool was not ready.',
  advice: 'Mend the setup first; the tests behind it have not been judged. Run it alone to see its own output.',
  retry: 'none',
  score: (features) => {
    const lines: CauseEvidence[] = [
      ...phaseEvidence(features),
      ...wordEvidence(features.told, features.phase ? rules : [...hookRules, ...rules]),
    ];
    if (features.origin === 'run') lines.push({ text: 'It happened outside any test.', weight: 3 });
    if (features.origin === 'hook') lines.push({ text: 'It happened in a hook.', weight: 2 });
    return lines;
  },
};

/** A hook around each test shares the limit of the test, so the test itself may be the slow one. */
function phaseEvidence({ phase }: FailureFeatures): CauseEvidence[] {
  if (phase === undefined) return [];
  const name = phase.name === undefined ? '' : ` "${phase.name}"`;
  return [{ text: `${parts[phase.part]}${name} failed, not the test.`, weight: phase.part === 'each' ? 7 : 9 }];
}

const parts = { each: 'A hook', all: 'A hook', fixture: 'The fixture', server: 'The server of the tests' } as const;

/** Hooks and fixtures in words that no dialect reads. */
const hookRules: readonly WordRule[] = [
  [
    /(?:in|running) "?(?:before|after)(?:All|Each)"? ?(?:hook)?|"(?:before|after)[ _]?(?:all|each)" hook|global(?:Setup| setup| teardown)|fixture "[^"]+" (?:setup|teardown)/i,
    7,
  ],
];

const rules: readonly WordRule[] = [
  [/Failed to start \w+ worker|Failed to initialize (?:the )?worker/, 9],
  [/\b[A-Z][A-Z\d]*_[A-Z\d_]+\b[^\n]{0,60}\b(?:not set|not defined|missing|required|must be set)\b/, 6.5],
  [
    /Executable doesn't exist at|Host system is missing dependencies|Looks like (?:Playwright|you launched a headed browser)[^\n]{0,60}/,
    10,
  ],
  [/\bEADDRINUSE\b|address already in use|port \d+ is (?:already )?(?:in use|used|taken)/i, 10],
  [
    /docker(?:\.\w+)*\.sock|Docker daemon|\(HTTP code \d+\) [^\n]{0,60}|no such (?:container|image)|container startup failed|container runtime|Testcontainers|Failed to launch|MongoMemoryServer/i,
    9,
  ],
  [/browser\w*\.launch\w*|needs to be launched with|webServer [^\n]{0,80}|config\.webServer/, 6],
  [/Can't clean tmpdir|EBUSY: resource busy|ENOTEMPTY|EEXIST: file already|index\.lock|Another git process/i, 5.8],
  [
    /\bENOENT: no such file or directory[^\n]{0,80}|Error reading storage state from|spawn \S+ (?:ENOENT|EACCES)|command not found/,
    7,
  ],
  [/\b(?:EACCES|EPERM): [^\n]{0,60}|permission denied, (?:open|mkdir|unlink|scandir)/, 7],
  [
    /Command failed: |Command "[^\n]{0,200}" returned|GitException|^\s*fatal: [^\n]{0,60}|returned status code \d+|process (?:terminated|exited) with (?:status|code|exit code) [1-9]|Missing script: |while waiting for \//m,
    6.5,
  ],
  [
    /No tests? (?:found|report files)|No projects matched|Project\(s\) [^\n]{1,80} not found|Fixture "[^\n"]{1,60}" has already been registered|Failed to load [\w ]{0,20}config|must contain at least one test|Playwright Test did not expect/i,
    7,
  ],
  [/^\s*Error: (?:test )?(?:seed|seeding|fixture|test data)\b[^\n]{0,60}/im, 4.5],
  [/\bRun ["'`](?:npm|pnpm|yarn|npx|bun) [^\n"'`]{1,60}/, 4.5],
  [
    /\bMissing (?:required )?(?:env\b|[A-Z][A-Z\d]*_[A-Z\d_]+)|has unknown parameter "|environment variable "?\w+"? (?:is|was) (?:not set|missing|required)|Missing (?:required )?environment variable/i,
    7,
  ],
];
