const LOCAL_HOST =
  /^(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|::1|host\.docker\.internal|[\w-]+|.*\.(?:local|localhost|test|internal|invalid))$/iu;

/** A host outside the machine; `undefined` for the machine's own and for one that only run time knows. */
export function foreignHost(host: string | undefined): string | undefined {
  return host === undefined || host.includes('…') || LOCAL_HOST.test(host) ? undefined : host;
}
