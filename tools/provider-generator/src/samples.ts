import { readdirSync } from "node:fs";
import { join } from "node:path";
import { constantOf, providerPackages, root, typePrefixOf } from "../../workspace/workspace.ts";
import { HEADER } from "./emit/docblocks.ts";
import { samplesIn, type Sample } from "./read-samples.ts";

/** Where samples are written. */
const FOLDER = "packages/testing/src/generated/samples";

/**
 * The samples of all providers as modules of `@flaghook/testing/samples`, by their path in the
 * repository: one for each group of names, so that bundlers drop those that nobody uses.
 */
export function emitSamples(top: string = root): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const entries: string[] = [];
  for (const { folder, id } of providerPackages(top)) {
    const samples = samplesIn(join(folder, "test/samples"));
    if (samples.length === 0) continue;
    const groups = new Map<string, Sample[]>();
    for (const sample of samples) {
      const [group = ""] = sample.name.split(".", 1);
      groups.set(group, [...(groups.get(group) ?? []), sample]);
    }
    const lines = Array.from(groups, ([group, members]) => {
      const file = group.toLowerCase().replaceAll("_", "-");
      files.set(`${FOLDER}/${id}/${file}.ts`, HEADER + members.map(emitSample).join(""));
      return members.length === 1 && members[0]!.name === group
        ? `export { payload as ${constantOf(group)} } from "./${file}.ts";\n`
        : `import * as ${constantOf(group)}Events from "./${file}.ts";\nexport { ${constantOf(group)}Events as ${constantOf(group)} };\n`; // not "export * as": some are reserved
    });
    files.set(`${FOLDER}/${id}/index.ts`, HEADER + lines.join(""));
    files.set(`packages/${id}/test/samples.test-d.ts`, emitTypeTest(id, samples));
    entries.push(
      `\n/** Payloads of \`${id}\`, by event. */\nexport * as ${constantOf(id)} from "./${id}/index.ts";\n`,
    );
  }
  return files.set(`${FOLDER}/index.ts`, HEADER + entries.join(""));
}

/** Generated modules, by their path in the repository, of samples that are there no more. */
export function leftoverSamples(
  generated: ReadonlyMap<string, string>,
  top: string = root,
): readonly string[] {
  const files = readdirSync(join(top, FOLDER), { recursive: true, encoding: "utf8" });
  const modules = files.filter((file) => file.endsWith(".ts")).map((file) => `${FOLDER}/${file}`);
  return modules.filter((path) => !generated.has(path));
}

/** An exported constant. Under a name of ours inside, since `delete` is an event. */
function emitSample({ name, event, source, payload }: Sample): string {
  const exported = name.split(".").slice(1).join("_") || "payload";
  const constant = `${exported}Payload`;
  return `
/** \`${name}\`: ${source}. */
const ${constant} = ${literal(payload, event)};
export { ${constant} as ${exported} };
`;
}

/** Keys whose text tells one payload from another, and must not widen to any text. */
const TELLING = new Set(["action", "type", "event", "kind"]);

/** A value as code. At the top of a payload, with its event, whose name tells it apart as well. */
function literal(value: unknown, event?: string): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => {
    const isTop = event !== undefined;
    const isTelling =
      typeof member === "string" && (isTop ? TELLING.has(key) || member === event : key === "kind");
    return `${JSON.stringify(key)}: ${literal(member)}${isTelling ? " as const" : ""}`;
  });
  return `{ ${members.join(", ")} }`;
}

/** A type test: each sample is what a handler of its event gets. */
function emitTypeTest(id: string, samples: readonly Sample[]): string {
  const eventsOf = ({ provider = id }: Sample): string => `${typePrefixOf(provider)}Event`;
  const unions = [...new Set(samples.map(eventsOf))].toSorted();
  const lines = samples.map(
    (sample) =>
      `  void (${constantOf(id)}.${constantOf(sample.name)} satisfies PayloadOf<${eventsOf(sample)}, ${JSON.stringify(sample.event)}>);\n`,
  );
  return `${HEADER}import { ${constantOf(id)} } from "@flaghook/testing/samples";
import { test } from "vitest";
import type { ${unions.join(", ")} } from "../src/types.ts";

type PayloadOf<Event extends { readonly payload: unknown }, Type extends string> = (Event & {
  readonly type: Type;
})["payload"];

test("samples are what handlers get", () => {
${lines.join("")}});
`;
}
