import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderDefinition } from "@flaghook/core";
import type { Shape } from "@flaghook/core/shape";
import { typePrefixOf } from "../../workspace/workspace.ts";
import { kindsOf } from "./kinds-of.ts";
import { readObject, type ProviderObject } from "./provider-object.ts";
import { findType, readTypesFile, type TypeFacts } from "./read-types.ts";

/** Facts about a provider's package that its generated files are made from. */
export interface ProviderFacts {
  readonly folder: string;
  /** The package's, and its first provider's. */
  readonly id: string;
  /** The provider that the package is named for, and whose `verify` it exports. */
  readonly main: ProviderObject;
  /** Further providers: what the same vendor sends in another way, with a secret of its own. */
  readonly others: readonly ProviderObject[];
  readonly types: readonly TypeFacts[];
  readonly shapes: readonly ShapeFacts[];
  /** Export statements of further.ts, as they are: what this provider alone has. */
  readonly further: readonly string[];
  readonly hasChanges: boolean;
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
  const source = readFileSync(join(folder, "src/definition.ts"), "utf8");
  const types = readTypesFile(join(folder, "src/types.ts"));
  const objects = (await readDefinitions(folder)).map(({ name, definition }) =>
    readObject({ name, definition, title: titleOf(definition.id, types), source }),
  );
  const main = objects.find((one) => one.id === id);
  if (main === undefined) throw new Error(`${id}: definition.ts exports no definition with this id.`);
  const further = join(folder, "src/further.ts");
  return {
    folder,
    id,
    main,
    others: objects.filter((one) => one !== main),
    types,
    shapes: shapesOf(await load(folder, "shapes.ts"), types),
    further: existsSync(further) ? (readFileSync(further, "utf8").match(/^export [^;]+;/gm) ?? []) : [],
    hasChanges: existsSync(join(folder, "src/changes.ts")),
  };
}

/**
 * The definitions of a package by the names of their exports: `definition`, and for each further
 * provider one that ends in `Definition`. None where it is made otherwise, as GitHub's is.
 */
export async function readDefinitions(
  folder: string,
): Promise<readonly { readonly name: string; readonly definition: ProviderDefinition }[]> {
  return Object.entries(await load(folder, "definition.ts"))
    .filter(([name]) => /^definition$|Definition$/.test(name))
    .toSorted(([left], [right]) => Number(right === "definition") - Number(left === "definition"))
    .map(([name, definition]) => ({ name, definition: definition as ProviderDefinition }));
}

async function load(folder: string, file: string): Promise<Record<string, unknown>> {
  return (await import(join(folder, "src", file))) as Record<string, unknown>;
}

/** The name that people know: the docblock of the union of events begins with it. */
function titleOf(id: string, types: readonly TypeFacts[]): string {
  const union = `${typePrefixOf(id)}Event`;
  const title = /^An event of ([^.:]+)/.exec(findType(types, union).says)?.[1];
  if (title === undefined)
    throw new Error(`${id}: the docblock of ${union} must begin with "An event of …."`);
  return title;
}

function shapesOf(module: Record<string, unknown>, types: readonly TypeFacts[]): readonly ShapeFacts[] {
  const sorted = Object.entries(module).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return sorted.map(([exported, shape]) => {
    const name = exported.replace(/Shape$/, "");
    const type = name[0]!.toUpperCase() + name.slice(1);
    const isPayload = types.some((one) => one.name === `${type}Payload`);
    return {
      name,
      type: isPayload ? `${type}Payload` : findType(types, type).name,
      kinds: kindsOf(shape as Shape),
    };
  });
}
