import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import type { ElementFingerprint } from '../element-fingerprint.ts';
import { shortened } from './guard.ts';

/** What a page is when it is not the one that the test meant, and how that shows. */
export interface TellingPage {
  readonly kind: 'error-page' | 'login-page';
  readonly sign: string;
}

const errorWords =
  /\b(?:[45]\d\d (?:error|[-–|:])|error [45]\d\d|(?:not|forbidden|bad) (?:found|gateway|request)|internal server error|server error|service unavailable|gateway time-?out|access denied|forbidden|unauthori[sz]ed|something went wrong|an error (?:has )?occurred|unexpected error|application error|unhandled (?:runtime )?error|can.t be reached|page (?:does ?n.t|does not) exist|seite nicht gefunden|page introuvable|página no encontrada|cannot (?:get|post) \/)/i;
const bareStatus = /^\s*[45]\d\d\s*$/;
const loginWords =
  /\b(?:log ?in|sign ?in|log on|session (?:has )?expired|anmelden|einloggen|se connecter|connexion|iniciar sesión|accedi|entrar|inloggen|zaloguj|logga in)\b/i;
const loginPath = /(?:^|[/_-])(?:log-?in|sign-?in|sso|oauth2?|auth|session\/new|authenticate)(?:[/_?.-]|$)/i;

/** A page with so few elements holds nothing but what it says. */
const few = 30;

/** What is known of a page as it was, beside the element. */
interface KnownOfPage {
  /** Other elements that were on it. */
  readonly others: readonly ElementFingerprint[];
  /** What the test did, with what that led to. */
  readonly steps: readonly RememberedElement[];
}

/** Whether a page is an error page or a login page that the page as it was was not. */
export function tellingPageOf(
  page: FailingPage,
  remembered: RememberedElement,
  { others, steps }: KnownOfPage,
): TellingPage | undefined {
  const before = [remembered.fingerprint, ...others];
  const error = errorSignOf(wasAnsweredAlike(page, remembered, steps) ? { ...page, status: undefined } : page);
  if (error !== undefined && !before.some(saysError)) return { kind: 'error-page', sign: error };
  const login = loginSignOf(page);
  const wasLogin = isLoginPath(remembered.url) || before.some((element) => element.type === 'password');
  return login !== undefined && !wasLogin ? { kind: 'login-page', sign: login } : undefined;
}

/**
 * A form that was sent with a mistake is shown again under an error's status: `POST /orders 4xx`, and the page stays at /orders. Where the
 * same request was also answered otherwise, nobody can tell which of the two this is.
 */
function wasAnsweredAlike(
  { status = 0 }: FailingPage,
  { url }: RememberedElement,
  steps: readonly RememberedElement[],
): boolean {
  const answer = ` ${url} ${Math.floor(status / 100)}xx`;
  const requests = steps.flatMap(({ contract }) => (contract?.urlAfter === url ? contract.requests : []));
  const alike = requests.find((request) => request.endsWith(answer));
  const sent = alike?.replace(/\dxx$/, '');
  const answers = steps.flatMap(({ contract }) => contract?.requests ?? []);
  return sent !== undefined && answers.every((one) => one === alike || !one.startsWith(sent));
}

function errorSignOf({
  status,
  title,
  elements,
}: Pick<FailingPage, 'title' | 'elements'> & { readonly status?: number | undefined }): string | undefined {
  if (status !== undefined && status >= 400) return `the page was answered with status ${status}`;
  if (tellsOfError(title)) return `its title is “${shortened(title)}”`;
  const telling = elements.find((element) => saysError(element) && (isHeading(element) || elements.length <= few));
  return telling && `it says “${shortened(telling.text ?? '')}”`;
}

function saysError({ text = '', heading = '' }: ElementFingerprint): boolean {
  return (text.length <= 200 && tellsOfError(text)) || tellsOfError(heading);
}

/** Whether a text reports an error. */
export function tellsOfError(text: string): boolean {
  return errorWords.test(text) || bareStatus.test(text);
}

function isHeading({ tag, role }: ElementFingerprint): boolean {
  return /^h[1-3]$/.test(tag) || role === 'heading' || role === 'alert' || role === 'alertdialog';
}

function loginSignOf({ url, title, elements }: FailingPage): string | undefined {
  if (!elements.some(({ type }) => type === 'password')) return undefined;
  if (isLoginPath(url)) return `its address is ${url} and it asks for a password`;
  if (loginWords.test(title)) return `its title is “${shortened(title)}” and it asks for a password`;
  const says = elements.find(
    (element) => (isHeading(element) || element.isButton) && loginWords.test(element.text ?? ''),
  );
  return says && `it says “${shortened(says.text ?? '')}” and asks for a password`;
}

/** Whether an address is that of a login page. */
export function isLoginPath(url: string): boolean {
  return loginPath.test(url);
}
