import type { Lines } from "../harness/reference-signature.ts";

/** Every form in which headers may be given, made from lines. */
export const FORMS_OF_HEADERS: Readonly<Record<string, (lines: Lines) => unknown>> = {
  record: (lines) => Object.fromEntries(grouped(lines).map(([name, values]) => [name, oneOrAll(values)])),
  arrays: (lines) => Object.fromEntries(grouped(lines)),
  "without a prototype": (lines) =>
    Object.assign(
      Object.create(null),
      Object.fromEntries(grouped(lines).map(([name, all]) => [name, oneOrAll(all)])),
    ),
  pairs: (lines) => lines.map((line) => [...line]),
  iterator: (lines) => lines.map((line) => [...line]).values(),
  Map: (lines) => new Map(grouped(lines).map(([name, values]) => [name, values.join(", ")])),
  Headers: toHeaders,
  "get alone": (lines) => ({
    get: (name: string) =>
      grouped(lines.map(([one, value]) => [one.toLowerCase(), value]))
        .find(([one]) => one === name.toLowerCase())?.[1]
        .join(", ") ?? null,
  }),
};

/** Values that are no form of headers at all. */
export const NO_FORM_OF_HEADERS: Readonly<Record<string, (lines: Lines) => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  "a number": () => 42,
  "a text": (lines) => lines.map((line) => line.join(": ")).join("\r\n"),
  rawHeaders: (lines) => ["host", "localhost", ...lines.flat()],
};

/** Values by their exact name, in the order of the lines. */
function grouped(lines: Lines): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const [name, value] of lines) groups.set(name, [...(groups.get(name) ?? []), value]);
  return [...groups];
}

function oneOrAll(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}

/** Headers trims values and takes Latin-1 alone: lines that it would change come as pairs. */
function toHeaders(lines: Lines): unknown {
  try {
    const headers = new Headers(lines.map(([name, value]): [string, string] => [name, value]));
    const isKept = lines.every(
      ([name, value]) => headers.get(name)?.split(", ").join() !== undefined && value.trim() === value,
    );
    return isKept ? headers : lines.map((line) => [...line]);
  } catch {
    return lines.map((line) => [...line]);
  }
}
