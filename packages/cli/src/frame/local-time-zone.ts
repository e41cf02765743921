/** The IANA name of the zone that this process tells clock times in (`TZ`, else that of the machine). */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
