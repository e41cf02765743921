import { ts } from 'ts-morph';

import { propertyOf } from '../../syntax/call.ts';
import { locationOf } from '../../syntax/location.ts';
import { configValueOf } from '../runner-config-value.ts';
import type { FixSubject, SuggestionRule } from '../suggestion-rule.ts';

const told =
  /EADDRINUSE[^\n]*?:(\d{2,5})\b|localhost:(\d{2,5})[^\n]* is already used|port (\d{2,5}) is (?:already )?(?:in use|used|taken)/iu;
const isBusy =
  /EADDRINUSE|address already in use|is already used, make sure|port \d+ is (?:already )?(?:in use|used|taken)/iu;

/** A port that somebody else listens at: the server of the tests, or one that a test starts itself. */
export const busyPort: SuggestionRule = {
  name: 'busy-port',
  suggest: (subject) => {
    if (!isBusy.test(subject.cause.example.message)) return [];
    const match = told.exec(subject.cause.example.message);
    const port = match?.[1] ?? match?.[2] ?? match?.[3];
    const which = port === undefined ? 'The port' : `Port ${port}`;
    const evidence = [
      `${which} was taken when the server was to start: by an earlier run that left it, or by a server you started.`,
    ];
    const command = port === undefined ? {} : { command: `lsof -i :${port}` };
    return subject.features.phase?.part === 'server'
      ? [{ ...webServerFix(subject), risk: 'medium', evidence, ...command }]
      : [
          {
            summary: 'Listen at port 0 and ask the server for its address: the system then chooses a free one.',
            risk: 'medium',
            ...(subject.cause.location ? { location: subject.cause.location } : {}),
            evidence,
            ...command,
          },
        ];
  },
};

function webServerFix({ tree }: FixSubject) {
  const summary = 'Use the server that runs already, but not in CI: `reuseExistingServer: !process.env.CI`.';
  const found = configValueOf(tree, 'playwright', 'webServer');
  if (found === undefined) return { summary };
  const { file, value } = found;
  if (!ts.isObjectLiteralExpression(value)) return { summary, location: locationOf(file, value) };
  const present = propertyOf(value, 'reuseExistingServer');
  const lead = tree.leadOf(file);
  const last = value.properties.at(-1);
  const edit =
    present !== undefined
      ? { start: present.getStart() + lead, end: present.getEnd() + lead, newText: '!process.env.CI' }
      : last && {
          start: last.getEnd() + lead,
          end: last.getEnd() + lead,
          newText: ', reuseExistingServer: !process.env.CI',
        };
  const location = locationOf(file, present ?? value);
  return edit === undefined
    ? { summary, location }
    : { summary, location, patch: { file, edits: [edit], summary, safety: 'suggestion' as const } };
}
