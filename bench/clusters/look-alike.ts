import { pick } from '../history/random.ts';

const words = ['invoice', 'basket', 'profile', 'ledger', 'voucher', 'parcel', 'reviews', 'wishlist'];

/**
 * Another bug that says the same: the message with another route, or from other code of the project. Undefined when it tells of
 * neither, so that nobody could tell the two apart.
 */
export function lookAlikeOf(text: string, random: () => number): string | undefined {
  const word = pick(random, words);
  return withOtherRoute(text, word) ?? withOtherPlace(text, word);
}

const route = /((?:https?:\/\/(?!nodejs\.org)[^\s/"')]+|\b(?:GET|POST|PUT|PATCH|DELETE) )(?:\/[\w.~-]+)*\/)([\w~-]+)/;

function withOtherRoute(text: string, word: string): string | undefined {
  const last = route.exec(text)?.[2];
  // Links to documentation are part of the message, and in a refused connection the route says nothing.
  if (last === undefined || /REFUSED|refused/.test(text)) return undefined;
  return text.replaceAll(new RegExp(`(?<=/)${escaped(last)}(?=[\\s"'?/)\`,]|$)`, 'gm'), word);
}

const frame =
  /^\s*(?:at|❯) +(?:async )?(?:(?!.*(?:node_modules|node:|internal\/))(?:([\w.<>$ ]+?) \()?)([^\s()]*?)([\w.-]+)(\.[cm]?[jt]sx?):\d+/m;

function withOtherPlace(text: string, word: string): string | undefined {
  const match = frame.exec(text);
  if (!match) return undefined;
  const [, name = '', , file = ''] = match;
  if (file === '' || /^(?:index|run|expect)$/.test(file)) return undefined;
  const moved = text.replaceAll(
    new RegExp(`\\b${escaped(file)}(?=\\.[cm]?[jt]sx?:)`, 'g'),
    `${word}${/\.(?:spec|test)$/.exec(file)?.[0] ?? ''}`,
  );
  const bare = name.split('.').at(-1) ?? '';
  return /^[a-z]\w{3,}$/.test(bare) ? moved.replaceAll(new RegExp(`\\b${bare}\\b(?= \\()`, 'g'), `${word}Of`) : moved;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
