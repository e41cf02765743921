import { type Dialect, type DialectFields, firstMatch, present } from './dialect.ts';

const patterns = [
  /\bENOSPC\b[^\n]{0,60}|no space left on device|disk quota exceeded/i,
  /(?:JavaScript )?heap out of memory|process OOM|out of memory\b|\bOOM\b|oom.?kill\w*|ERR_OUT_OF_MEMORY|ERR_WORKER_OUT_OF_MEMORY|reaching memory limit/i,
  /Array ?buffer allocation failed|allocation failed|Invalid array buffer length|Invalid string length|\bENOMEM\b|Cannot allocate memory/i,
  /\bEMFILE\b[^\n]{0,40}|\bENFILE\b|too many open files|number of file watchers reached/i,
  /Killed signal|killed by signal 9|\bSIGKILL\b/i,
];

/** Memory, disk, file handles and watchers that ran out, and processes that the system killed for it. */
export const machineLimits: Dialect = {
  name: 'machine-limits',
  parse({ told, around }): DialectFields {
    return present({ exhausted: firstMatch(`${told}\n${around}`, patterns) });
  },
};
