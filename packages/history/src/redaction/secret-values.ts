/** Parts of a variable's name that say "secret". `AUTH` counts as a whole word only, so that `AUTHOR` does not. */
const secretName =
  /TOKEN|SECRET|PASSW(?:OR)?D|PASSPHRASE|(?:API|PRIVATE|ACCESS|SIGNING|ENCRYPTION)_?KEY|CREDENTIAL|COOKIE|WEBHOOK|DSN|(?:^|_)AUTH(?:_|$)|_PWD$/i;

/** Names that hold a place, a size or a time instead of the secret itself. */
const harmlessName =
  /(?:_|^)(?:FILE|PATH|DIR|SOCK|TTL|EXPIRY|EXPIRES(?:_IN)?|SECONDS|MS|TIMEOUT|LIMIT|COUNT|NAME|HOST|PORT|ISSUER|AUDIENCE|HEADER)$|^GOOGLE_APPLICATION_CREDENTIALS$/i;

/** Addresses are useful evidence: only the part before `@` is taken from them. */
const addressName = /(?:URL|URI|ENDPOINT|DSN)$/i;

const plainWord =
  /^(?:true|false|none|null|undefined|required|optional|enabled|disabled|default|always|never|inherit|prompt|password|passwd|secret|token|cookie|changeme|example|development|production|staging|redacted|\[redacted\])$/i;

const minimumLength = 6;

/**
 * The secret values that an environment holds, found by the names of its variables, and passwords inside addresses
 * whatever the variable is called. Values under 6 characters and plain words such as `true` are left alone: taking
 * them out would spoil every text and hide nothing.
 */
export function secretValuesOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = new Set<string>();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value.length < minimumLength) continue;
    for (const secret of secretsInVariable(name, value)) {
      if (secret.length >= minimumLength && !plainWord.test(secret)) values.add(secret);
    }
  }
  return [...values];
}

function secretsInVariable(name: string, value: string): readonly string[] {
  const inAddress = userinfoSecretOf(name, value);
  if (!secretName.test(name) || harmlessName.test(name)) return inAddress;
  if (addressName.test(name) && /^[a-z][\w+.-]*:\/\//i.test(value) && !/WEBHOOK/i.test(name)) return inAddress;
  const trimmed = value.trim();
  return [...inAddress, trimmed];
}

/** `scheme://user:password@host` gives the password, a DSN's `scheme://key@host` the key; raw and decoded. */
function userinfoSecretOf(name: string, value: string): readonly string[] {
  const userinfo = /^[a-z][\w+.-]*:\/\/([^/?#\s]*)@/i.exec(value)?.[1] ?? /^[a-z][\w+.-]*:\/\/(\S*)@/i.exec(value)?.[1];
  if (userinfo === undefined) return [];
  const colon = userinfo.indexOf(':');
  const secret = colon >= 0 ? userinfo.slice(colon + 1) : secretName.test(name) ? userinfo : '';
  return secret === '' ? [] : [secret, decoded(secret)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The ways in which a value may be written down: as it is, JSON-escaped (also twice), URL-encoded, base64. Longest first. */
export function writtenFormsOf(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const bytes = Buffer.from(value, 'utf8');
  const forms = [
    value,
    escaped,
    JSON.stringify(escaped).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ];
  const encoded = urlEncoded(value);
  if (encoded !== undefined)
    forms.push(
      encoded,
      encoded.replaceAll('%20', '+'),
      encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    );
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

function urlEncoded(value: string): string | undefined {
  try {
    return encodeURIComponent(value);
  } catch {
    return undefined;
  }
}
