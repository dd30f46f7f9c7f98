import type { EventContext } from "./definition.ts";

type ReadHeader = EventContext["header"];

/** Runs `extraFields` with a `header` that knows the stored headers alone. */
export type ExtraFieldReader = <Result>(
  storedHeaders: readonly string[],
  readHeader: ReadHeader,
  run: (header: ReadHeader) => Result,
) => Result;

/** For a definition with `extraFields`. To read a header that it does not list is a TypeError. */
export const readExtraFields: ExtraFieldReader = (storedHeaders, readHeader, run) => {
  let mistake: TypeError | undefined;
  try {
    return run((name) => {
      if (storedHeaders.includes(name)) return readHeader(name);
      throw (mistake = new TypeError(`extraFields reads ${name}, which extraHeaders must list.`));
    });
  } catch (error) {
    throw mistake ?? error; // a mistake in the definition is no fault of the payload
  }
};
