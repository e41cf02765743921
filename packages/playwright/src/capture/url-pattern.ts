/**
 * Path of an address with numbers and ids replaced by `:id`, so that the pages of two orders are one: without origin, query and
 * fragment. Empty for a page that has no path, such as `about:blank`.
 */
export function urlPatternOf(address: string): string {
  let path: string;
  try {
    const { protocol, pathname } = new URL(address);
    path = /^(?:https?|file):$/.test(protocol) ? pathname : '';
  } catch {
    return '';
  }
  return path
    .split('/')
    .map((part) => (isId(part) ? ':id' : part))
    .join('/');
}

/** Numbers, also behind a short word for what they count (`ord-1057`), UUIDs, digests, and long words with digits among their letters. */
function isId(part: string): boolean {
  return (
    /^\d+$/.test(part) ||
    /^[a-z]{1,8}[-_]\d{2,}$/i.test(part) ||
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(part) ||
    /^[0-9a-f]{12,}$/i.test(part) ||
    (/^[\w-]{16,}$/.test(part) && /\d.*\d.*\d/.test(part) && /[a-z]/i.test(part))
  );
}
