import type { Parser } from "./event-parser.ts";

// A registered symbol, like that of origins: an inbox may have loaded another copy of core.
const PARSER = Symbol.for("flaghook.parser");

/** Lets `parseStored` find a provider's parser. Not enumerable and under no name that a user would call. */
export function linkParser<Linked extends object>(provider: Linked, parser: Parser): Linked {
  return Object.defineProperty(provider, PARSER, { value: parser });
}

/** The parser of a provider, or `undefined` of anything that defineProvider did not make. */
export function parserOf(provider: object): Parser | undefined {
  return (provider as { [PARSER]?: Parser })[PARSER];
}
