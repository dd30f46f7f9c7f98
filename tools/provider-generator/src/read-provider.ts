import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provider, ProviderDefinition, Scheme } from "@flaghook/core";
import { createHexProvider, defineHexProvider, defineProvider } from "@flaghook/core";
import type { Shape } from "@flaghook/core/shape";
import { constantOf, typePrefixOf } from "../../workspace/workspace.ts";
import { kindsOf } from "./kinds-of.ts";

/** Facts about a provider that its generated files are made from. */
export interface ProviderFacts {
  readonly folder: string;
  readonly id: string;
  /** The exported constant: `standardWebhooks`. */
  readonly constant: string;
  /** What its types begin with: `StandardWebhooks`. */
  readonly prefix: string;
  /** The name that people know: the first docblock of types.ts has it. */
  readonly title: string;
  readonly definition: ProviderDefinition;
  /** The strongest of its schemes. */
  readonly scheme: Scheme;
  /** Whether the scheme is one signature in hex of the body alone. */
  readonly isHex: boolean;
  /** A provider of the definition, for what it says of its events. */
  readonly provider: Provider;
  readonly types: readonly TypeFacts[];
  readonly shapes: readonly ShapeFacts[];
  /** Export statements of further.ts, as they are: what this provider alone has. */
  readonly further: readonly string[];
  readonly hasChanges: boolean;
}

/** An exported type, and what types.ts says of it. */
export interface TypeFacts {
  readonly name: string;
  /** The first paragraph of its docblock. */
  readonly says: string;
  /** For an event: the type of its `type`, as it is written. */
  readonly eventType?: string;
}

/** An exported shape. */
export interface ShapeFacts {
  /** `newCommit` of `newCommitShape`. */
  readonly name: string;
  /** The interface that says the same. */
  readonly type: string;
  readonly kinds: ReadonlySet<string>;
}

/** Reads the files of a provider that are written by hand. */
export async function readProvider(folder: string, id: string): Promise<ProviderFacts> {
  const load = async (file: string): Promise<Record<string, unknown>> =>
    (await import(join(folder, "src", file))) as Record<string, unknown>;
  const definition = (await load("definition.ts"))["definition"] as ProviderDefinition;
  const types = typesOf(readFileSync(join(folder, "src/types.ts"), "utf8"));
  const [constant, prefix] = [constantOf(id), typePrefixOf(id)];
  const title = /^An event of ([^.]+)/.exec(find(types, `${prefix}Event`).says)?.[1];
  if (title === undefined) {
    throw new Error(`${id}: the docblock of ${prefix}Event must begin with "An event of …."`);
  }
  const isHex = isHexDefinition(definition);
  const provider = isHex ? createHexProvider(definition) : defineProvider(definition);
  const further = join(folder, "src/further.ts");
  return {
    folder,
    id,
    constant,
    prefix,
    title,
    definition,
    scheme: provider.scheme,
    isHex,
    provider,
    types,
    shapes: shapesOf(await load("shapes.ts"), types),
    further: existsSync(further) ? (readFileSync(further, "utf8").match(/^export [^;]+;/gm) ?? []) : [],
    hasChanges: existsSync(join(folder, "src/changes.ts")),
  };
}

function isHexDefinition(definition: ProviderDefinition): boolean {
  try {
    defineHexProvider(definition);
    return true;
  } catch {
    defineProvider(definition); // throws what is wrong with it, if that was not the scheme
    return false;
  }
}

function typesOf(text: string): readonly TypeFacts[] {
  const found = text.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[^])*)\*\/\n)?export (?:interface|type) (\w+)([^]*?\n(?:\}|(?=\n)))/g,
  );
  return Array.from(found, ([, doc = "", name, body]) => {
    const lines = doc.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trim());
    const [says = ""] = lines
      .join("\n")
      .trim()
      .split(/\n\n|\n@/);
    const eventType = name!.endsWith("Event") ? /^ {2}readonly type: (.+);$/m.exec(body!)?.[1] : undefined;
    return { name: name!, says: withoutStop(says), ...(eventType !== undefined && { eventType }) };
  });
}

function withoutStop(paragraph: string): string {
  return paragraph.replaceAll("\n", " ").replace(/\.$/, "");
}

function shapesOf(module: Record<string, unknown>, types: readonly TypeFacts[]): readonly ShapeFacts[] {
  const sorted = Object.entries(module).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([exported, shape]) => {
    const name = exported.replace(/Shape$/, "");
    const type = name[0]!.toUpperCase() + name.slice(1);
    const isPayload = types.some((one) => one.name === `${type}Payload`);
    return {
      name,
      type: isPayload ? `${type}Payload` : find(types, type).name,
      kinds: kindsOf(shape as Shape),
    };
  });
}

function find(types: readonly TypeFacts[], name: string): TypeFacts {
  const found = types.find((one) => one.name === name);
  if (found === undefined) throw new Error(`types.ts has no ${name}.`);
  return found;
}
