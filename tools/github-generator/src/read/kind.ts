/** The kind of a JSON value, or that there was none. */
export type Kind = "array" | "boolean" | "missing" | "null" | "number" | "object" | "string";

export type Kinds = Readonly<Partial<Record<Kind, number>>>;
