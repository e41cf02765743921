const known =
  /^(?:css-|sc-|jss\d|makeStyles-|ember\d|radix-|react-aria|react-select-|headlessui-|mui-\d|mat-\w+-\d|cdk-|ng-|svelte-|v-\w?[\da-f]{6}|_ng|:r|«|id-?\d+$|el-id-|rc_|__)/i;
/** `Avatar_root__1k2`: file, name and digest. `block__element` has no file, and its element no digit or capital. */
const cssModule = /^[A-Za-z][A-Za-z\d-]*_[A-Za-z][A-Za-z\d-]*__(?=[\w-]*[\dA-Z])[\w-]{3,}$/;
/** `r-3`. */
const counter = /^[a-z]-\d+$/i;
const uuid = /[\da-f]{8}-[\da-f]{4}-/i;

/** Whether an id or class looks like the work of a tool that makes another one at the next build, or carries a number from the data. */
export function looksGenerated(token: string): boolean {
  if (token === '' || /[:\s]/.test(token) || known.test(token) || uuid.test(token)) return true;
  if (cssModule.test(token) || counter.test(token)) return true;
  return token.split(/[-_.]+/).some(isHash);
}

/** Numbers, the counters of React's `useId` in base 32, `1k2` and `3f9a`. */
const digests = [/^\d{3,}$/, /^r\d+[a-v][\da-v]*$/, /^\d+(?!x\d+$)[a-z]+\d/i];

function isHash(part: string): boolean {
  if (digests.some((pattern) => pattern.test(part))) return true;
  if (part.length < 5) return false;
  // `col12` and `step2` count on; digits between letters do not.
  if (/\d/.test(part) && /[a-z]/i.test(part)) return !/^[a-z]+\d{1,2}$/i.test(part);
  const vowels = part.match(/[aeiouyäöü]/gi)?.length ?? 0;
  const turns = part.match(/[a-z][A-Z]|[A-Z]{2,}[a-z]/g)?.length ?? 0;
  return vowels === 0 || (turns >= 2 && vowels / part.length < 0.2);
}
