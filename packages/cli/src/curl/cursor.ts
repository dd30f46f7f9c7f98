import { UsageError } from "../io/usage-error.ts";

/** A place in a text that moves on as it is read. */
export interface Cursor {
  isAtEnd(): boolean;
  /** Whether the text goes on so. The pattern is sticky. */
  peek(pattern: RegExp): boolean;
  /** Takes what the pattern matches, or nothing. The pattern is sticky. */
  take(pattern: RegExp): string | undefined;
  /** Says what the shell would do here, which we cannot. */
  refuse(): never;
}

/** A cursor at the beginning of a text. */
export function createCursor(text: string): Cursor {
  let position = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  return {
    isAtEnd: () => position >= text.length,
    peek: (pattern) => match(pattern) !== undefined,
    take: (pattern) => {
      const found = match(pattern);
      if (found !== undefined) position += found.length;
      return found;
    },
    refuse: () => {
      const rest = text.slice(position);
      const [variable] = /^\$(?:\{[^}]*\}|\w+|[@*#?!$-])/.exec(rest) ?? [];
      if (variable !== undefined) {
        throw new UsageError(
          `the shell would put in ${variable}, which only it knows. Write its value into the line.`,
        );
      }
      if (/^(?:`|\$\()/.test(rest)) {
        throw new UsageError("the shell would run a command in the line. Write its output there instead.");
      }
      if (/^['"]|^\$'/.test(rest)) throw new UsageError("a quote in the line is never closed");
      throw new UsageError(`the line cannot be read from ${JSON.stringify(rest.slice(0, 20))} on`);
    },
  };
}
