import { HEADER, keyName, typeName, valueName } from "./names.ts";
import type { Shapes } from "../model/shapes.ts";

/** What the printer reads of a zod schema. */
interface ZodLike {
  readonly def: ZodDefinition;
}

interface ZodDefinition {
  readonly type: string;
  readonly getter?: () => ZodLike;
  readonly shape?: Readonly<Record<string, ZodLike>>;
  readonly innerType?: ZodLike;
  readonly element?: ZodLike;
  readonly options?: readonly ZodLike[];
  readonly values?: readonly string[];
}

/**
 * A type test: what each schema of the package lets through, read from the built schema itself and
 * written as a type, and the statement that it and the interface can stand for each other.
 *
 * The schemas carry their interface by declaration, which proves nothing. This does: a test
 * compares the file with the schemas as they are, and the compiler compares the file with the
 * interfaces.
 */
export function emitSchemaOutputs({ events }: Shapes, schemas: Readonly<Record<string, unknown>>): string {
  const printer = new Printer();
  const outputs = Object.keys(events).map((event) => {
    const schema = schemas[`${valueName(event)}Schema`] as ZodLike;
    return `type ${typeName(event)}Output = ${printer.print(unwrap(schema))};\n`;
  });
  const names = Object.keys(events).map(typeName);
  return [
    `${HEADER}import { expectTypeOf, test } from "vitest";\nimport type {\n${names.map((name) => `  ${name}Payload,\n`).join("")}} from "../../src/types.ts";\n`,
    "/** Either can stand where the other is wanted. */\ntype Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;\n",
    ...printer.components(),
    ...outputs,
    ...names.map(
      (name) =>
        `test("${name}Payload is what its schema lets through", () => {\n  expectTypeOf<Same<${name}Payload, ${name}Output>>().toEqualTypeOf<true>();\n});\n`,
    ),
    ...Object.entries(events).map(([event, { actions, freeAction, isActionOptional }]) => {
      const name = typeName(event);
      const all = [
        ...actions.map((action) => JSON.stringify(action)),
        ...(isActionOptional ? ["null", "undefined"] : []),
      ];
      const listed = freeAction ? "string" : all.join(" | ");
      if (listed === "") return "";
      return `test("the actions of ${name}Payload", () => {\n  expectTypeOf<${name}Payload["action"]>().toEqualTypeOf<${listed}>();\n});\n`;
    }),
  ].join("\n");
}

/** Prints schemas as types. What is built lazily is a component: it is printed once and named. */
class Printer {
  readonly #names = new Map<ZodLike, string>();
  readonly #printed: string[] = [];

  components(): readonly string[] {
    return this.#printed;
  }

  print(schema: ZodLike): string {
    const { def } = schema;
    switch (def.type) {
      case "string":
      case "number":
      case "boolean":
      case "unknown":
      case "undefined":
        return def.type;
      case "literal":
        return def.values!.map((value) => JSON.stringify(value)).join(" | ");
      case "array":
        return `(${this.print(def.element!)})[]`;
      case "nullable":
        return `${this.print(def.innerType!)} | null`;
      case "optional": // JSON has no undefined: that the key may be absent is said at the key
        return this.print(def.innerType!);
      case "union":
        return def.options!.map((option) => this.print(option)).join(" | ");
      case "object":
        return this.#object(def.shape!);
      case "lazy":
        return this.#component(schema);
      default:
        throw new Error(`a schema of type ${def.type} has no printer.`);
    }
  }

  #object(shape: Readonly<Record<string, ZodLike>>): string {
    const members = Object.entries(shape).map(([key, member]) => {
      const mark = member.def.type === "optional" ? "?" : "";
      return `  ${keyName(key)}${mark}: ${this.print(member)};\n`;
    });
    return members.length === 0 ? "{ [key: string]: unknown }" : `{\n${members.join("")}}`;
  }

  #component(schema: ZodLike): string {
    const known = this.#names.get(schema); // the lazy schema, which is one for all uses
    if (known !== undefined) return known;
    const name = `Component${this.#names.size + 1}`;
    this.#names.set(schema, name);
    this.#printed.push(`interface ${name} ${this.print(unwrap(schema))}\n`);
    return name;
  }
}

/** What a lazy schema builds. */
function unwrap(schema: ZodLike): ZodLike {
  return schema.def.getter!();
}
