import { type Dialect, type DialectFields, everyMatch, present } from './dialect.ts';

const code =
  /(net::ERR_[A-Z0-9_]+|NS_ERROR_[A-Z_]+|NS_BINDING_ABORTED|(?:SSL|SEC)_ERROR_[A-Z_]+|MOZILLA_PKIX_ERROR_[A-Z_]+|chrome-error:\/\/chromewebdata)/g;
const address = /(?:net::ERR_\w+|NS_ERROR_\w+) at (\S+)/;

/** Codes of the network stacks of Chromium and Firefox. */
export const browserNetwork: Dialect = {
  name: 'browser-network',
  parse({ all }): DialectFields {
    return present({ browserErrors: everyMatch(all, code), url: address.exec(all)?.[1] });
  },
};
