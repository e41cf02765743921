import type { Cause, CauseEvidence } from '../cause.ts';
import { wordEvidence } from '../evidence.ts';

const codes =
  /^(?:ECONN\w+|EPIPE|ENOTFOUND|EAI_\w+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO|ESOCKET\w*|UND_ERR_\w+|ERR_(?:NETWORK|TLS_\w+|SSL_\w+)|CERT_\w+|DEPTH_ZERO\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;
const browserCodes =
  /ERR_(?:CONNECTION|NAME|ADDRESS|INTERNET|NETWORK|PROXY|SSL|CERT|TIMED_OUT|EMPTY_RESPONSE|SOCKET|TUNNEL|HTTP2|QUIC)|NS_ERROR_(?:CONNECTION|UNKNOWN_HOST|NET|PROXY|OFFLINE)|(?:SSL|SEC)_ERROR|MOZILLA_PKIX|chrome-error/;

/** A connection could not be made or did not last. */
export const network: Cause = {
  name: 'network',
  title: 'Network error',
  likely: 'A server was not listening, not reachable, or closed the connection.',
  advice:
    'Check that the server of the test is started and waited for (`webServer.url`, a health check) and that host and port are right in this environment.',
  retry: 'linear',
  score: (features) => {
    const lines: CauseEvidence[] = [];
    const at = features.host === undefined ? '' : ` at ${features.host}`;
    const code = features.errorCodes.find((found) => codes.test(found));
    if (code !== undefined) lines.push({ text: `Error code ${code}${at}.`, weight: 7.5 });
    const browserCode = features.browserErrors.find((found) => browserCodes.test(found));
    if (browserCode !== undefined) lines.push({ text: `The browser reports ${browserCode}${at}.`, weight: 7.5 });
    if (lines.length > 0) return lines;
    return wordEvidence(`${features.told}\n${features.callLog}`, [
      [
        /socket hang up|connection (?:refused|reset|closed by)|could not connect|network (?:is unreachable|error|timeout)|network connection was lost|appears to be offline|premature close|getaddrinfo/i,
        6,
      ],
      [
        /cURL error \d+[^\n]{0,60}|SSL connection|before secure TLS connection|handshake failed|certificate has expired|self.signed certificate|certificate's altnames/i,
        7.6,
      ],
      [
        /\bfetch failed\b|failed to fetch|NetworkError when attempting|^\s*(?:TypeError: )?(?:Load failed|terminated)$|(?:headers|body) timeout error|connect timeout|connection timed? ?out|other side closed|channel (?:is )?(?:closed|disconnected)|termination of the channel/im,
        6.5,
      ],
      [
        /DNS (?:lookup|resolution)|name resolution|WebSocket (?:error|closed|connection|was closed)|transport error/i,
        5,
      ],
    ]);
  },
};
