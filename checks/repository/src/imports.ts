import { readFileSync } from "node:fs";
import { parseSync, Visitor } from "oxc-parser";

/** One module that a file names. */
export interface Import {
  readonly specifier: string;
  /** `type` when nothing of it is left after compilation. */
  readonly kind: "type" | "static" | "dynamic";
}

/**
 * Every module that a TypeScript file names: in imports, re-exports, `import()` and `import()`
 * types.
 */
export function importsOf(file: string): readonly Import[] {
  const { module, program } = parseSync(file, readFileSync(file, "utf8"));
  const found: Import[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ specifier: moduleRequest.value, kind: kindOf(entries) });
  }
  for (const { entries } of module.staticExports) {
    for (const entry of entries) {
      if (entry.moduleRequest !== null) {
        found.push({ specifier: entry.moduleRequest.value, kind: kindOf([entry]) });
      }
    }
  }
  new Visitor({
    ImportExpression: ({ source }) => {
      if (source.type === "Literal") found.push({ specifier: String(source.value), kind: "dynamic" });
    },
    TSImportType: ({ source }) => {
      found.push({ specifier: source.value, kind: "type" });
    },
  }).visit(program);
  return found;
}

// An import without names is there for what it does, so it stays.
function kindOf(entries: readonly { readonly isType: boolean }[]): "type" | "static" {
  return entries.length > 0 && entries.every(({ isType }) => isType) ? "type" : "static";
}
