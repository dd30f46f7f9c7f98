import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** Something that a file exports, followed to where it is written. */
export interface Export {
  readonly name: string;
  readonly isType: boolean;
  /** The file that declares it, or the package that it comes from. */
  readonly origin: string;
  /** The node type of its declaration, `undefined` when another package has it. */
  readonly declaration: string | undefined;
  /** The docblock right before its declaration. */
  readonly docblock: string | undefined;
}

/**
 * Everything that a TypeScript file exports. `export *` is refused, as our entries say what they
 * hold, but for generated files: a list of their names would be generated too.
 */
export function exportsOf(file: string): readonly Export[] {
  const text = readFileSync(file, "utf8");
  const { module, program, comments } = parseSync(file, text);
  const docblockBefore = (start: number): string | undefined => {
    const comment = comments.findLast(
      ({ type, end }) => type === "Block" && end <= start && text.slice(end, start).trim() === "",
    );
    return comment?.value.startsWith("*") === true ? comment.value : undefined;
  };
  return module.staticExports.flatMap(({ entries, start }) =>
    entries.flatMap((entry): Export | readonly Export[] => {
      const { moduleRequest, isType } = entry;
      if (
        entry.exportName.name === null &&
        entry.localName.name === null &&
        /^\.\/(?:generated\/|types\.ts$)/.test(moduleRequest?.value ?? "")
      ) {
        const all = exportsOf(resolve(dirname(file), moduleRequest!.value));
        return all.map((one) => ({ ...one, isType: isType || one.isType }));
      }
      const name = entry.exportName.name;
      const localName = entry.localName.name ?? entry.importName.name;
      if (name !== null && localName === null && moduleRequest !== null) {
        // export * as name
        const docblock = docblockBefore(start);
        return { name, isType, origin: moduleRequest.value, declaration: "Namespace", docblock };
      }
      if (name === null || localName === null)
        throw new Error(`${file}: export * or an export without a name`);
      const imported = module.staticImports
        .flatMap((one) => one.entries.map((names) => ({ ...names, from: one.moduleRequest.value })))
        .find(({ localName: { value } }) => entry.moduleRequest === null && value === localName);
      const from = entry.moduleRequest?.value ?? imported?.from;
      if (from !== undefined) {
        const original = entry.importName.name ?? imported?.importName.name ?? localName;
        return follow(file, from, { name, original, isType: entry.isType });
      }
      const declared = declarations(program.body).find((one) => one.names.includes(localName));
      if (declared === undefined) throw new Error(`${file}: ${localName} is exported and not declared`);
      return {
        name,
        isType: entry.isType,
        origin: file,
        declaration: declared.type,
        docblock: docblockBefore(declared.start),
      };
    }),
  );
}

function follow(
  file: string,
  from: string,
  { name, original, isType }: { readonly name: string; readonly original: string; readonly isType: boolean },
): Export {
  if (!from.startsWith("."))
    return { name, isType, origin: from, declaration: undefined, docblock: undefined };
  const found = exportsOf(resolve(dirname(file), from)).find((one) => one.name === original);
  if (found === undefined) throw new Error(`${from} does not export ${original}`);
  return { ...found, name, isType: isType || found.isType };
}

interface Declaration {
  readonly type: string;
  readonly start: number;
  readonly names: readonly string[];
}

/**
 * What the file declares at its top, with the place where the statement starts, `export` included.
 */
function declarations(body: ReturnType<typeof parseSync>["program"]["body"]): readonly Declaration[] {
  return body.flatMap((statement): Declaration[] => {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration === null) return [];
    const { start } = statement;
    if (declaration.type === "VariableDeclaration") {
      const names = declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
      return [{ type: declaration.type, start, names }];
    }
    if ("id" in declaration && declaration.id?.type === "Identifier") {
      return [{ type: declaration.type, start, names: [declaration.id.name] }];
    }
    return [];
  });
}
