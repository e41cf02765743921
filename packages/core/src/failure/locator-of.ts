/** The locator that a message of Playwright names: `Locator: …` of a failed expectation, else what its call log was waiting for. */
export function locatorOf(message: string, callLog: readonly string[]): string | undefined {
  const told = /^\s*Locator:\s+(.+)$/m.exec(message)?.[1];
  if (told !== undefined) return told.trim();
  for (const entry of callLog) {
    const awaited = /^waiting for ((?:getBy|locator|frameLocator|internal:).+)$/.exec(entry)?.[1];
    if (awaited !== undefined) return awaited.replace(/ to be .+$/, '').trim();
  }
  return undefined;
}
