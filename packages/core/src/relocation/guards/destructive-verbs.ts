import { wordsOf } from '../words.ts';

/** Things that cannot be taken back, each with the stems of its verbs (a space ends a word) in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Swedish. */
const deeds = {
  delete: {
    en: ['delete', 'erase', 'destroy', 'wipe', 'purge'],
    de: ['lösch', 'loesch', 'vernicht'],
    fr: ['supprim', 'efface', 'détrui'],
    es: ['elimin', 'borra', 'suprim'],
    it: ['elimin', 'cancella'],
    pt: ['exclu', 'apaga', 'elimin'],
    nl: ['verwijder', 'wis '],
    pl: ['usuń', 'skasuj'],
    sv: ['radera', 'ta bort'],
  },
  remove: {
    en: ['remove', 'discard'],
    de: ['entfern', 'verwerf'],
    fr: ['retire', 'enleve', 'enlève'],
    es: ['quita', 'retira'],
    it: ['rimuov', 'rimozion'],
    pt: ['remov'],
    nl: ['weghal'],
    pl: ['odrzuć'],
    sv: ['avlägsna'],
  },
  deactivate: {
    en: ['deactivate', 'disable', 'suspend', 'block', 'ban ', 'freeze', 'archive'],
    de: ['deaktivier', 'sperr', 'archivier'],
    fr: ['désactiv', 'bloque', 'suspend', 'archive'],
    es: ['desactiv', 'bloque', 'suspend', 'archiv'],
    it: ['disattiv', 'blocca', 'sospend', 'archivia'],
    pt: ['desativ', 'bloque', 'suspend', 'arquiva'],
    nl: ['deactiveer', 'blokkeer', 'archiveer'],
    pl: ['dezaktyw', 'zablokuj', 'zarchiwizuj'],
    sv: ['inaktivera', 'blockera', 'arkivera'],
  },
  cancel: {
    en: ['cancel', 'revoke', 'terminate', 'unsubscribe', 'withdraw'],
    de: ['stornier', 'kündig', 'widerruf', 'abbestell'],
    fr: ['annul', 'résili', 'révoqu', 'désabonn'],
    es: ['cancel', 'anula', 'revoca'],
    it: ['annull', 'revoca', 'disdic'],
    pt: ['cancel', 'revog'],
    nl: ['annuleer', 'opzeg', 'herroep'],
    pl: ['anuluj', 'cofnij'],
    sv: ['avbryt', 'avboka', 'säg upp'],
  },
  pay: {
    en: ['pay ', 'purchase', 'buy ', 'order ', 'checkout', 'donate', 'transfer', 'charge', 'refund'],
    de: ['bezahl', 'zahl', 'kauf', 'bestell', 'überweis', 'erstatt'],
    fr: ['payer', 'payez', 'achet', 'commander', 'commandez', 'virement', 'rembours'],
    es: ['paga', 'compra', 'pedir', 'transfer', 'reembols'],
    it: ['paga', 'acquist', 'compra', 'ordina', 'rimbors'],
    pt: ['paga', 'compra', 'encomend', 'reembols'],
    nl: ['betaal', 'koop', 'bestel', 'terugbetaal'],
    pl: ['zapłać', 'kup ', 'zamów', 'zwróć'],
    sv: ['betala', 'köp', 'beställ', 'återbetala'],
  },
  reset: {
    en: ['reset', 'overwrite', 'restore', 'rollback'],
    de: ['zurücksetz', 'überschreib', 'wiederherstell'],
    fr: ['réinitialis', 'écras', 'restaur'],
    es: ['restablec', 'sobrescrib', 'restaur'],
    it: ['reimpost', 'sovrascriv', 'ripristin'],
    pt: ['redefin', 'sobrescrev', 'restaur'],
    nl: ['overschrijf', 'herstel'],
    pl: ['zresetuj', 'nadpisz', 'przywróć'],
    sv: ['återställ', 'skriv över'],
  },
  end: {
    en: ['logout', 'log out', 'sign out', 'signout', 'leave '],
    de: ['abmeld', 'ausloggen', 'verlass'],
    fr: ['déconnex', 'déconnect', 'quitter'],
    es: ['cerrar sesión', 'salir'],
    it: ['esci ', 'disconnett'],
    pt: ['sair ', 'terminar sessão'],
    nl: ['uitlog', 'afmeld'],
    pl: ['wyloguj'],
    sv: ['logga ut'],
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Something that cannot be taken back. */
export interface Deed {
  readonly name: string;
  readonly languages: ReadonlySet<string>;
  /** The word or words that say it. */
  readonly said: string;
}

/** What a text says will be done that cannot be taken back; `undefined` when nothing of the kind is known. */
export function deedOf(text: string): Deed | undefined {
  const plain = ` ${wordsOf(text).join(' ')} `;
  for (const [name, languages] of Object.entries(deeds)) {
    const saying = Object.entries<readonly string[]>(languages).flatMap(([language, stems]) =>
      stems.filter((stem) => plain.includes(` ${stem}`)).map((stem) => ({ language, stem })),
    );
    const [first] = saying;
    if (first) return { name, said: first.stem.trim(), languages: new Set(saying.map(({ language }) => language)) };
  }
  return undefined;
}
