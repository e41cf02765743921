const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A ULID (https://github.com/ulid/spec): ten characters of time, sixteen of chance, in Crockford's base 32.
 * Sorts by time. `random` gives numbers from 0 up to 1, as `Math.random` does.
 */
export function createRunId(options: { readonly nowMs: number; readonly random: () => number }): string {
  let chance = '';
  for (let index = 0; index < 16; index += 1) chance += alphabet[Math.floor(options.random() * 32) % 32];
  return timePartOf(options.nowMs) + chance;
}

/** The first ten characters of a ULID. */
export function timePartOf(ms: number): string {
  let rest = Math.max(0, Math.min(Math.floor(ms), 2 ** 48 - 1));
  let text = '';
  for (let index = 0; index < 10; index += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** Sixteen characters made of the first eighty bits of a hexadecimal text. */
export function chancePartOf(hex: string): string {
  let bits = BigInt(`0x${hex.slice(0, 20)}`);
  let text = '';
  for (let index = 0; index < 16; index += 1) {
    text = alphabet[Number(bits % 32n)] + text;
    bits /= 32n;
  }
  return text;
}
