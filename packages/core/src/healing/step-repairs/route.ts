import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import { rememberedFor } from '../../relocation/diagnose.ts';
import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';
import { calledOf, shortened } from '../../relocation/guards/guard.ts';
import { isLoginPath } from '../../relocation/guards/telling-page.ts';
import { type Likeness, likenessOf } from './same-element.ts';
import type { StepRepairInput, StepRepairRule } from './step-repair.ts';

/** The test opens an address that is not found any more, and the links that led there lead elsewhere now. */
export const routeRepair: StepRepairRule = {
  kind: 'route',
  propose: (input) => {
    const lost = lostRouteOf(input);
    if (!lost) return undefined;
    const { sign, isAt } = lost;
    const shown = [...(input.page ? [input.page] : []), ...(input.otherPages ?? [])];
    // The application itself still leads to what is not there: that is its own error.
    if (shown.some(({ url, elements }) => elements.some((element) => isAt(pathOf(element, url))))) return undefined;
    const moves = movesOf(input, shown, isAt);
    const [first] = moves;
    if (!first || moves.some(({ from, to }) => from !== first.from || to !== first.to)) return undefined;
    if (isLoginPath(first.to) || wasThereBefore(input, first)) return undefined;
    return {
      probability: Math.min(0.95, 1 - moves.reduce((left, { likeness }) => left * (1 - likeness.probability), 1)),
      summary: `The page ${first.from} is not found any more, and what linked to it links to ${first.to} now.`,
      evidence: [
        `${first.from}, where the test found its element before, ${sign}.`,
        ...moves.map(
          ({ link, likeness, from, to }) =>
            `The link ${calledOf(link)} led to ${from} and leads to ${to}; it kept its ${likeness.shared.join(' and its ')}.`,
        ),
      ],
      edit: { is: 'url', from: first.from, to: first.to },
    };
  },
};

interface LostRoute {
  /** How the page says that it is not there, as the end of a sentence. */
  readonly sign: string;
  /** Whether a path is the one that was lost. */
  readonly isAt: (path: string | undefined) => boolean;
}

/** The address at which the failing step passed before, when there is no page any more. */
function lostRouteOf(input: StepRepairInput): LostRoute | undefined {
  const { page } = input;
  const before = rememberedFor(input);
  const sign = page && notFoundSignOf(page);
  if (!page || !before || sign === undefined || before.url === '' || before.url === '/') return undefined;
  // Elsewhere than before: something led the test there, and that is what is wrong.
  if (page.url !== before.url && !/404|not-?found/i.test(page.url)) return undefined;
  const pattern = before.url.replace(/\/+$/, '').split('/');
  return {
    sign,
    isAt: (path) => {
      const parts = path?.replace(/\/+$/, '').split('/') ?? [];
      return parts.length === pattern.length && pattern.every((part, at) => part === ':id' || part === parts[at]);
    },
  };
}

const notFoundWords =
  /\b(?:404|not found|(?:does ?n.t|does not|no longer) exist|nicht gefunden|introuvable|no encontrad[ao]|non trovat[ao]|não encontrad[ao]|niet gevonden|nie znalezion[oa]|hittades inte)\b/i;

function notFoundSignOf({ status, title, elements }: FailingPage): string | undefined {
  if (status === 404 || status === 410) return `is answered with status ${status}`;
  if (status !== undefined && status >= 400) return undefined;
  if (notFoundWords.test(title)) return `has the title “${shortened(title)}”`;
  const telling = elements.find(
    ({ tag, role, text = '' }) => (/^h[12]$/.test(tag) || role === 'heading') && notFoundWords.test(text),
  );
  return telling && `says “${shortened(telling.text ?? '')}”`;
}

/** A link that led to the lost page and leads elsewhere now. */
interface Move {
  readonly link: ElementFingerprint;
  readonly likeness: Likeness;
  readonly from: string;
  readonly to: string;
}

/** What a link looked like, and when. */
interface SeenLink {
  readonly link: ElementFingerprint;
  readonly url: string;
  /** Empty for what the failing pages show: later than all that is remembered. */
  readonly seenAt: string;
}

function movesOf(
  input: StepRepairInput,
  shown: readonly FailingPage[],
  isAt: (path: string | undefined) => boolean,
): readonly Move[] {
  const links = allRemembered(input);
  const now: readonly SeenLink[] = [
    ...shown.flatMap(({ url, elements }) => elements.filter(isLink).map((link) => ({ link, url, seenAt: '' }))),
    ...links,
  ];
  const moves = new Map<string, Move>();
  for (const { link, url, seenAt } of links) {
    const from = pathOf(link, url);
    if (from === undefined || !isAt(from)) continue;
    for (const other of now) {
      const to = pathOf(other.link, other.url);
      const isLater = other.seenAt === '' || other.seenAt > seenAt;
      const likeness = isLater && to !== undefined && !isAt(to) ? likenessOf(link, other.link) : undefined;
      if (likeness && to !== undefined)
        moves.set(`${likeness.shared.join()}\0${from}\0${to}`, { link, likeness, from, to });
    }
  }
  return [...moves.values()];
}

/** An address that the application had before is another page, not this one under another name. */
function wasThereBefore(input: StepRepairInput, { link, to }: Move): boolean {
  return allRemembered(input).some(
    (seen) =>
      (seen.url === to || pathOf(seen.link, seen.url) === to) &&
      !likenessOf(link, seen.link) &&
      seen.seenAt <= newestOf(input, link),
  );
}

/** When the link was seen last as it was. */
function newestOf(input: StepRepairInput, link: ElementFingerprint): string {
  const seen = allRemembered(input).filter((one) => one.link.href === link.href && likenessOf(link, one.link));
  return seen.map(({ seenAt }) => seenAt).reduce((a, b) => (a > b ? a : b), '');
}

function allRemembered({ remembered, rememberedByOthers = [] }: StepRepairInput): readonly SeenLink[] {
  return [...remembered, ...rememberedByOthers].flatMap(({ fingerprint, url, seenAt, before }: RememberedElement) => [
    { link: fingerprint, url, seenAt },
    ...(before ? [{ link: before.fingerprint, url, seenAt: before.seenAt }] : []),
  ]);
}

function isLink({ tag, role, href }: ElementFingerprint): boolean {
  return (tag === 'a' || role === 'link') && href !== undefined;
}

/** The path that a link leads to, without query and fragment; `undefined` for what is no page of the application. */
function pathOf(element: ElementFingerprint, url: string): string | undefined {
  if (!isLink(element)) return undefined;
  const href = (element.href ?? '').replace(/[?#].*$/, '').trim();
  if (href === '' || /^(?:[a-z][\w+.-]*:|\/\/)/i.test(href)) return undefined;
  const path = href.startsWith('/') ? href : `${url.replace(/[^/]*$/, '')}${href.replace(/^\.\//, '')}`;
  return path.includes('..') ? undefined : path.replace(/(?<=.)\/+$/, '');
}
