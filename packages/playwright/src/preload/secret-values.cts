/** Words in a name under which nothing is kept, not even a digest. */
const secretWords = new Set([
  'pass', 'password', 'passwd', 'passphrase', 'passcode', 'pwd', 'pw', 'kennwort', 'passwort', 'mdp', 'motdepasse', 'contrasena', 'clave',
  'senha', 'wachtwoord', 'haslo', 'losenord', 'secret', 'token', 'jwt', 'auth', 'authorization', 'credential', 'credentials', 'session',
  'csrf', 'xsrf', 'card', 'cardnumber', 'ccnumber', 'ccnum', 'cc', 'cvc', 'cvv', 'csc', 'pin', 'otp', 'totp', 'mfa', 'tan', 'iban', 'bic',
  'ssn', 'sin', 'nin', 'passport', 'apikey', 'private', 'signature', 'captcha',
]); // prettier-ignore

/** A code or a number may be for a door or a card. */
const doubtfulWords = new Set([
  'code',
  'number',
  'nr',
  'no',
  'key',
  'account',
  'phone',
  'tel',
  'mobile',
  'birth',
  'dob',
]);

/** Numbers under these names count things, or name them. */
const countingWords = new Set([
  'id', 'count', 'quantity', 'qty', 'amount', 'price', 'total', 'sum', 'page', 'size', 'limit', 'offset', 'year', 'stock', 'index', 'sku', 'product', 'order', 'item',
]); // prettier-ignore

/** Whether what goes by this name is nobody's business: `userPin`, `security_code`, `login[password]`. */
function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => secretWords.has(word)) || secretWords.has(words.join(''));
}

/**
 * Whether a value may be a secret by its looks: a card number, or a short number that neither counts nor names anything, of which a digest
 * would tell all.
 */
function isSecretValue(name: string, value: string): boolean {
  const plain = value.replaceAll(/[ -]/g, '');
  if (!/^\d{3,19}$/.test(plain) || /^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const words = wordsOf(name);
  if (plain.length >= 12) return isLuhn(plain);
  return words.some((word) => doubtfulWords.has(word)) || !words.some((word) => countingWords.has(word));
}

/** The words of a name, in lower case: `userPin` has `user` and `pin`. */
function wordsOf(name: string): readonly string[] {
  return (
    name
      .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  );
}

/** The check digit of card numbers (ISO/IEC 7812-1). */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const secretValues = { isSecretName, isSecretValue };
module.exports = secretValues;
export type SecretValues = typeof secretValues;
