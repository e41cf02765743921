import { calledName } from '../../syntax/call.ts';
import { replacementOf } from '../edit.ts';
import { callsAt } from '../source-line.ts';
import type { SuggestionRule } from '../suggestion-rule.ts';

const listed = /^\s*\d+\) <.+? aka (.+)$/gmu;
const most = 5;

/** A locator that matched several elements: Playwright names one for each, and a person knows which is meant. */
export const strictLocator: SuggestionRule = {
  name: 'strict-locator',
  suggest: ({ cause, features, tree }) => {
    if (cause.cause !== 'strict-mode' || cause.location === undefined) return [];
    const candidates = [...cause.example.message.matchAll(listed)].flatMap((match) => match[1]?.trim() ?? []);
    const [first] = candidates;
    if (first === undefined) return [];
    const same = nameOf(first);
    const call = callsAt(tree, cause.location).find((one) => /^(?:getBy\w+|locator)$/u.test(calledName(one)));
    // A candidate that asks for the same, but exactly, is what the author most likely meant.
    const exact = candidates.find((candidate) => candidate.includes('exact: true'));
    const chosen = exact ?? first;
    const summary = `Name the one that is meant: \`${chosen}\`.`;
    const receiver = call?.expression.getText().replace(/\.\s*[\w$]+$/u, '');
    return [
      {
        summary,
        risk: 'medium',
        location: cause.location,
        evidence: [
          `\`${features.locator ?? same}\` matched ${features.elements?.length ?? 'several'} elements; Playwright tells them apart as`,
          ...candidates.slice(0, most).map((candidate) => `\`${candidate}\``),
        ],
        ...(call === undefined || receiver === undefined
          ? {}
          : { patch: replacementOf(tree, call, `${receiver}.${chosen}`, summary) }),
      },
    ];
  },
};

function nameOf(locator: string): string {
  return /^\w+/u.exec(locator)?.[0] ?? locator;
}
