const namedMessage = /^(?:Uncaught )?([A-Z][\w$]*(?:Error|Exception)|Error)(?: \[([^\]]+)\])?:\s*/;

/** A message and the class of its error, told apart. */
export interface NamedMessage {
  readonly name?: string;
  readonly message: string;
}

/** Splits `TimeoutError: locator.click: …` into the class and the rest; a message without a class stays whole. */
export function splitErrorName(text: string): NamedMessage {
  const match = namedMessage.exec(text);
  const name = match?.[1];
  if (!match || name === undefined) return { message: text };
  const rest = text.slice(match[0].length);
  const code = match[2] === undefined ? '' : `[${match[2]}] `;
  return { name, message: rest === '' ? text : code + rest };
}
