import type { FailureFeatures } from '../cause/features.ts';

/** A connection that could not be made or broke. */
export interface Connection {
  /** In the words of the operating system, whichever network stack told of it: `refused`, `reset`. */
  readonly code: string;
  /** The host that was asked, `<local>` for this machine; empty when the message does not tell. */
  readonly server: string;
}

/** The same event in the codes of Node, Chromium and Firefox. */
const codes: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/^ECONNREFUSED$|ERR_CONNECTION_REFUSED|NS_ERROR_CONNECTION_REFUSED/, 'refused'],
  [
    /^ECONNRESET$|^EPIPE$|ERR_CONNECTION_RESET|ERR_CONNECTION_CLOSED|ERR_EMPTY_RESPONSE|NS_ERROR_NET_RESET|^UND_ERR_SOCKET$/,
    'reset',
  ],
  [/^ENOTFOUND$|^EAI_AGAIN$|ERR_NAME_NOT_RESOLVED|NS_ERROR_UNKNOWN_HOST/, 'no such host'],
  [/^EHOSTUNREACH$|^ENETUNREACH$|ERR_ADDRESS_UNREACHABLE|ERR_INTERNET_DISCONNECTED/, 'unreachable'],
];

const localName = /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[?::1?\]?|:::)$/;

/** The broken connection that a failure tells of, or undefined. */
export function connectionOf({ errorCodes, browserErrors, host, url }: FailureFeatures): Connection | undefined {
  for (const [pattern, code] of codes) {
    if (![...errorCodes, ...browserErrors].some((told) => pattern.test(told))) continue;
    const address = host ?? (url === undefined ? undefined : hostOf(url));
    return { code, server: address === undefined ? '' : serverNameOf(address).replace(/:\d+$/, '') };
  }
  return undefined;
}

/** `host:port` of a URL. */
export function hostOf(url: string): string | undefined {
  return /^\w+:\/\/(?:[^\s/@"']*@)?([^\s/?#"']+)/.exec(url)?.[1];
}

/** An address in one spelling: this machine, under whatever name, is `<local>`. The port stays. */
export function serverNameOf(address: string): string {
  const port = /(?<=[^:]|::1?):\d+$/.exec(address)?.[0] ?? '';
  const host = address.slice(0, address.length - port.length);
  return `${localName.test(host) ? '<local>' : host}${port}`;
}
