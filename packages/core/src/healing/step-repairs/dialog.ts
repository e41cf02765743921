import type { FailingPage, RememberedElement } from '../../model/remembered-element.ts';
import { featuresOf } from '../../cause/features.ts';
import { rememberedFor } from '../../relocation/diagnose.ts';
import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';
import { isInside } from '../../relocation/element-traits.ts';
import { deedOf } from '../../relocation/guards/destructive-verbs.ts';
import { calledOf, shortened } from '../../relocation/guards/guard.ts';
import { tellsOfError } from '../../relocation/guards/telling-page.ts';
import { synthesizeLocator } from '../../relocation/synthesize-locator.ts';
import { type ClosingControl, type DialogPurpose, closingControlOf, sayingOf } from './closing-control.ts';
import { type CoveringElement, coveringElementsOf, isOverlay, isSameAs } from './covering-element.ts';
import { likenessOf } from './same-element.ts';
import type { StepRepairInput, StepRepairRule } from './step-repair.ts';

/** A dialog that was not there when the test passed lies over the element that the step would use. */
export const dialogRepair: StepRepairRule = {
  kind: 'dialog',
  propose: (input) => {
    const { page } = input;
    const before = rememberedFor(input);
    if (!page || !before || page.url !== before.url) return undefined;
    const found = closableDialog(input, page, before);
    const [locator] = found
      ? synthesizeLocator({ locator: '', index: page.elements.indexOf(found.control.element), page: page.elements })
      : [];
    if (!found || !locator) return undefined;
    const { dialog, control, covering, known } = found;
    return {
      probability: (dialog.isDeclared ? 0.8 : 0.65) * control.certainty,
      summary: `A dialog ${calledOf(dialog.element)} lies over ${page.locator} and was not there when the test passed; its own ${calledOf(control.element)} closes it.`,
      evidence: [
        `${covering.at(-1)?.shown ?? 'Another element'} took the click that was meant for ${page.locator}.`,
        `On ${before.seenAt.slice(0, 10)} the same step passed at ${before.url}, and none of the ${known.length} elements that are remembered there belongs to the dialog.`,
        `${calledOf(control.element)} is the one control of the dialog that ${control.does}.`,
      ],
      edit: { is: 'insert-before', action: 'click', locator },
    };
  },
};

interface ClosableDialog {
  readonly dialog: Dialog;
  readonly control: ClosingControl;
  readonly covering: readonly CoveringElement[];
  /** What is remembered of the page as it was. */
  readonly known: readonly RememberedElement[];
}

/** The new dialog that took the click, with what closes it. */
function closableDialog(
  input: StepRepairInput,
  page: FailingPage,
  before: RememberedElement,
): ClosableDialog | undefined {
  const { told, callLog } = featuresOf(input.failure);
  const covering = coveringElementsOf(`${told}\n${callLog}`);
  const dialog = covering.length > 0 ? dialogOver(page, covering) : undefined;
  const known = knownAt(input, before.url);
  if (!dialog || wasThere(dialog, known)) return undefined;
  const control = controlOf(dialog, page, known);
  return control && { dialog, control, covering, known };
}

interface Dialog {
  readonly element: ElementFingerprint;
  /** Whether the page says that it is one, by its role or tag. */
  readonly isDeclared: boolean;
  readonly content: readonly ElementFingerprint[];
}

/** The one dialog of the page that what took the click belongs to. */
function dialogOver(page: FailingPage, covering: readonly CoveringElement[]): Dialog | undefined {
  const dialogs = dialogsOf(page.elements);
  const touched = dialogs.filter(({ element, content }) =>
    covering.some((cover) =>
      [element, ...content, ...page.elements.filter((outer) => isInside(element, outer) && !isWhole(outer))].some(
        (one) => isSameAs(cover, one),
      ),
    ),
  );
  if (touched.length === 1) return touched[0];
  // A shade beside the dialog, or the page itself, which an open dialog makes inert.
  return touched.length === 0 && dialogs.length === 1 && covering.some(isOverlay) ? dialogs[0] : undefined;
}

function isWhole({ tag }: ElementFingerprint): boolean {
  return tag === 'html' || tag === 'body' || tag === 'main';
}

const bannerWords = /cookie|consent|gdpr|privacy|banner|modal|popup|pop-up|newsletter/i;

function dialogsOf(elements: readonly ElementFingerprint[]): readonly Dialog[] {
  const contentOf = (outer: ElementFingerprint): readonly ElementFingerprint[] =>
    elements.filter((one) => isInside(one, outer) && one.within?.join() === outer.within?.join());
  const found = elements.flatMap((element) => {
    const isDeclared = isDialog(element);
    const isBanner = [element.id, element.testId, ...(element.classes ?? [])].some((one) =>
      bannerWords.test(one ?? ''),
    );
    const content = isDeclared || isBanner ? contentOf(element) : [];
    return content.some(({ role, isButton }) => role === 'button' || isButton)
      ? [{ element, isDeclared, content }]
      : [];
  });
  const declared = found.filter(({ isDeclared }) => isDeclared);
  const all = declared.length > 0 ? declared : found;
  return all.filter(({ element }) => !all.some((other) => isInside(element, other.element)));
}

function isDialog({ tag, role }: ElementFingerprint): boolean {
  return tag === 'dialog' || role === 'dialog' || role === 'alertdialog';
}

function knownAt({ remembered, rememberedByOthers = [] }: StepRepairInput, url: string): readonly RememberedElement[] {
  return [...remembered, ...rememberedByOthers].filter((one) => one.url === url);
}

/** Whether a test knows the dialog or something in it: then it is no new one. */
function wasThere({ element, content }: Dialog, known: readonly RememberedElement[]): boolean {
  return known.some(
    ({ fingerprint }) =>
      (isDialog(fingerprint) && likenessOf(fingerprint, element)) ||
      content.some((one) => one.xpath === fingerprint.xpath && likenessOf(fingerprint, one)),
  );
}

/** Ways on that leave it open whether the other one only closes the dialog. */
const decidingWords =
  /^\s*(?:yes|no|back|go back|continue|confirm|proceed|stay|save(?: changes)?|submit|apply|retry|try again|ja|nein|weiter|zurück|oui|non|continuer|sí|continuar|sì|continua|sim|não)[.!]?\s*$/iu;

function asks({ text = '', name = '' }: ElementFingerprint): boolean {
  return /[?？؟]/u.test(`${text} ${name}`);
}

/** What closes a dialog that only tells something; nothing of one that asks, warns or reports an error. */
function controlOf(
  { element, content }: Dialog,
  { elements }: FailingPage,
  known: readonly RememberedElement[],
): ClosingControl | undefined {
  const said = shortened(element.text ?? element.name ?? '');
  if (tellsOfError(said) || content.some((one) => tellsOfError(one.text ?? ''))) return undefined;
  if (content.some(({ type }) => type === 'password')) return undefined;
  const controls = content.filter(
    ({ role, isButton, isVisible, isEnabled }) =>
      (role === 'button' || role === 'link' || isButton) && isVisible !== false && isEnabled !== false,
  );
  if (controls.some((one) => deedOf(sayingOf(one)))) return undefined;
  const control = closingControlOf(controls, purposeOf(element, content, controls));
  // A control that a test used on the page before may be another one than that of the dialog.
  const isKnown = control && known.some(({ fingerprint }) => fingerprint.xpath === control.element.xpath);
  return control && !isKnown && elements.includes(control.element) ? control : undefined;
}

function purposeOf(
  element: ElementFingerprint,
  content: readonly ElementFingerprint[],
  controls: readonly ElementFingerprint[],
): DialogPurpose {
  const { text, name, id, testId, classes = [] } = element;
  return {
    hasFields: content.some(
      ({ tag, type }) => /^(?:input|select|textarea)$/.test(tag) && type !== 'button' && type !== 'submit',
    ),
    isConsent: /cookie|consent|gdpr|privacy|datenschutz|confidentialit|privacidad/i.test(
      [text, name, id, testId, ...classes].join(' '),
    ),
    isQuestion: [element, ...content].some(asks) || controls.some((one) => decidingWords.test(sayingOf(one))),
  };
}
