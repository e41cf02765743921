import { type Dialect, type DialectFields, firstMatch, present } from './dialect.ts';

const closed = [
  /(?:Target page, context or browser has been|Target|Page|Browser|Context|Session|Connection) closed\b/i,
  /\b(?:page|browser|context) has been closed\b|\bTest ended\.|TargetClosedError/i,
  /browser has (?:been )?(?:disconnected|closed|crashed)/i,
  /unable to send message to renderer|chrome not reachable|session deleted because of page crash|invalid session id/i,
];
const crashed = [
  /\b(?:page|target|tab|renderer|(?:renderer|gpu) process(?: just)?) crashed\b|severity: crashed|\bERR_IPC_CHANNEL_CLOSED\b/i,
  /Worker (?:process )?(?:exited|crashed|terminated)\w*|worker (?:forks?|threads?)? ?emitted error|worker process exited unexpectedly|worker process \(pid=\d+\) was terminated/i,
  /Segmentation fault|\bSIG(?:SEGV|ABRT|BUS|TRAP|ILL|FPE)\b|Fatal error in|\b3221226505\b|\b3221225477\b|exit code 13[49]\b/i,
  // Chromium's own check, and not somebody's health check.
  /(?<!\w )\bCheck failed:/,
];

/** Browsers, pages and processes that went away: Playwright, Puppeteer, WebDriver, and the worker pools of the runners. */
export const processCrash: Dialect = {
  name: 'process-crash',
  parse({ told }): DialectFields {
    return present({ crash: firstMatch(told, [...crashed, ...closed]) });
  },
};
