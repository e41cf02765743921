import type { ElementFingerprint } from '../../relocation/element-fingerprint.ts';

/** A control that makes a dialog go away without deciding anything that matters. */
export interface ClosingControl {
  readonly element: ElementFingerprint;
  /** How sure it is that it only closes, 0–1. */
  readonly certainty: number;
  /** What it does, as the end of a sentence. */
  readonly does: string;
}

interface ClosingWord {
  readonly words: RegExp;
  readonly certainty: number;
  readonly does: string;
  /** Only of a dialog that asks for consent to cookies and the like. */
  readonly isForConsent?: true;
  /** Not of a dialog with fields: there it may send them. */
  readonly isForNotices?: true;
  /** Says no to what is offered, so that it answers a question. */
  readonly isAnswer?: true;
}

/** What a dialog is for, as far as its words tell. */
export interface DialogPurpose {
  /** Whether it has fields to fill in. */
  readonly hasFields: boolean;
  readonly isConsent: boolean;
  /** Whether it leaves something to decide. */
  readonly isQuestion: boolean;
}

const closingWords: readonly ClosingWord[] = [
  {
    words: /^(?:not now|no,? thanks|skip|(?:maybe |remind me )?later|später|plus tard)(?![\p{L}\p{N}])/iu,
    certainty: 1,
    does: 'closes it',
    isAnswer: true,
  },
  {
    words: /^(?:[×✕✖⨯x]|close|dismiss|schließen|fermer|cerrar|chiudi|fechar|sluiten|zamknij|stäng)(?![\p{L}\p{N}])/iu,
    certainty: 1,
    does: 'closes it',
  },
  {
    words:
      /^(?:ok(?:ay)?|got it|(?:i )?understand|understood|alright|verstanden|compris|entendido|capito|begrepen)[.!]?$/iu,
    certainty: 0.95,
    does: 'says that it was read',
    isForNotices: true,
  },
  {
    words:
      /(?<!\p{L})(?:accept|agree|allow all|akzeptier|zustimm|accepter|aceptar|accett|aceitar|accepteer|zgadzam|godkänn)/iu,
    certainty: 0.85,
    does: 'accepts',
    isForConsent: true,
  },
  {
    words:
      /(?<!\p{L})(?:reject|decline|refuse|(?:only )?(?:necessary|essential)|ablehnen|refuser|rechazar|rifiuta|weiger)/iu,
    certainty: 0.8,
    does: 'declines',
    isForConsent: true,
  },
];

/**
 * The one control that closes a dialog by its words; `undefined` where none does, or several do alike. To a question only a control that
 * answers it will do: what becomes of one that is closed unanswered, or waved through, nobody knows.
 */
export function closingControlOf(
  controls: readonly ElementFingerprint[],
  { hasFields, isConsent, isQuestion }: DialogPurpose,
): ClosingControl | undefined {
  for (const { words, certainty, does, isForConsent, isForNotices, isAnswer } of closingWords) {
    if ((isForConsent && !isConsent) || (isForNotices && hasFields)) continue;
    if (isQuestion && !isConsent && !isAnswer) continue;
    const found = controls.filter((one) => words.test(sayingOf(one).trim()));
    if (found.length > 1) return undefined;
    if (found[0]) return { element: found[0], certainty, does };
  }
  return undefined;
}

/** What a control says. */
export function sayingOf({ name, text, title }: ElementFingerprint): string {
  return [name, text, title].find((one) => one !== undefined && one.trim() !== '') ?? '';
}
