import { type Dialect, type DialectFields, everyMatch, present } from './dialect.ts';

const systemCode =
  /\b(E(?:CONN|NOT|ADDR|PIPE|HOST|NET|TIMED|AI_|NOSPC|MFILE|NFILE|NOMEM|BUSY|ACCES|PERM|EXIST|NOENT|PROTO|SOCKET)[A-Z_]*|(?<!net::)ERR_[A-Z0-9_]+|MODULE_NOT_FOUND|CERT_[A-Z_]+|DEPTH_ZERO[A-Z_]*|SELF_SIGNED_[A-Z_]+|UNABLE_TO_[A-Z_]+|UND_ERR_\w+)\b/g;
const addressed =
  /\b(?:ECONN\w+|ETIMEDOUT|EHOSTUNREACH|EADDRINUSE)\b(?:: address already in use)?:? +((?:[\w-]+(?:\.[\w-]+)+|[\w-]+(?=:\d)|localhost|::1?|\[[\da-f:]+\]|:::)(?::\d+)?)/;
const unresolved = /\b(?:ENOTFOUND|EAI_AGAIN)\b:? +([\w.-]+(?::\d+)?)/;
const urlHost = /\b(?:https?|wss?|redis|postgres(?:ql)?|mysql|mongodb):\/\/(?:[^\s/@"']*@)?([\w.-]+(?::\d+)?)/;

/** Codes of the operating system, Node, its TLS and undici, with the address they name. */
export const nodeNetwork: Dialect = {
  name: 'node-network',
  parse({ all }): DialectFields {
    return present({
      errorCodes: everyMatch(all, systemCode),
      host: addressed.exec(all)?.[1] ?? unresolved.exec(all)?.[1] ?? urlHost.exec(all)?.[1],
    });
  },
};
