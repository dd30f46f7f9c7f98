import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An exported type, and what types.ts says of it. */
export interface TypeFacts {
  readonly name: string;
  /** The first paragraph of its docblock. */
  readonly says: string;
  /** What an interface extends: for an event, its provider's base. */
  readonly extends?: string;
  /** For a type that is no interface: what it is. */
  readonly alias?: string;
  /** For an event: the type of its `type`, as it is written. */
  readonly eventType?: string;
}

/** The exported types of a types.ts, and of the files that it exports types from. */
export function readTypesFile(file: string): readonly TypeFacts[] {
  const text = readFileSync(file, "utf8");
  const others = Array.from(text.matchAll(/^export type \{[^}]+\} from "(\..+)";$/gm), ([, path]) => path!);
  return [...readTypes(text), ...others.flatMap((path) => readTypesFile(join(dirname(file), path)))];
}

/** The exported types in the text of a types.ts. */
function readTypes(text: string): readonly TypeFacts[] {
  const found = text.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?export (?:interface|type) (\w+)([^]*?\n(?:\}|(?=\n)))/g,
  );
  return Array.from(found, ([, doc = "", name, body]) => {
    const [says = ""] = paragraphsOf(doc);
    const eventType = name!.endsWith("Event") ? /^ {2}readonly type: (.+);$/m.exec(body!)?.[1] : undefined;
    const base = /^ extends (\w+)/.exec(body!)?.[1];
    const alias = /^ =\s*([^]+)/.exec(body!)?.[1];
    return {
      name: name!,
      says: says.replaceAll("\n", " ").replace(/\.$/, ""),
      ...(base !== undefined && { extends: base }),
      ...(alias !== undefined && { alias }),
      ...(eventType !== undefined && { eventType }),
    };
  });
}

/** The paragraphs of a docblock's inside. A tag begins one. */
export function paragraphsOf(docblock: string): readonly string[] {
  const lines = docblock.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trimEnd());
  return lines
    .join("\n")
    .trim()
    .split(/\n\n|\n(?=@)/);
}

/** @throws {Error} when there is no type of this name */
export function findType(types: readonly TypeFacts[], name: string): TypeFacts {
  const found = types.find((one) => one.name === name);
  if (found === undefined) throw new Error(`types.ts has no ${name}.`);
  return found;
}
