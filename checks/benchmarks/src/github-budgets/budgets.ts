/** A thing that is measured, in its unit. */
export interface Budget {
  readonly what: string;
  readonly unit: "KB gzip" | "KB" | "instantiations" | "ms" | "x bare";
  /** Most that is allowed. */
  readonly most: number;
}

/** The budgets that hold on every machine: tests fail above them. A KB is 1 024 bytes. */
export const FIXED = {
  schemas: { what: "all schemas, zod external", unit: "KB gzip", most: 14 },
  push: { what: "pushSchema alone, zod external", unit: "KB gzip", most: 2 },
  pushWithZod: { what: "pushSchema alone, with zod/mini", unit: "KB gzip", most: 8.8 },
  main: { what: "main entry, verify, Node conditions", unit: "KB gzip", most: 18 },
  signature: { what: "signature entry, Node conditions", unit: "KB gzip", most: 2.6 },
  disk: { what: "package as published, unpacked", unit: "KB", most: 680 },
  types: { what: "consumer of the types: whole union, narrowed", unit: "instantiations", most: 50 },
  schemaConsumer: { what: "consumer of schemas, narrowed", unit: "instantiations", most: 2600 },
  handlers: { what: "receiver with a handler of an action", unit: "instantiations", most: 300 },
  handlersOfSome: { what: "the same, of a provider of one event", unit: "instantiations", most: 1000 },
  build: { what: "building the package", unit: "instantiations", most: 70_000 },
} as const satisfies Record<string, Budget>;

/** The budgets that depend on the machine: they are printed and fail nothing. */
export const TIMED = {
  import: { what: "import of the main entry over an empty module", unit: "ms", most: 5 },
  first: { what: "first verify in a process, over the first HMAC", unit: "ms", most: 5 },
  firstServing: { what: "the same with node:http", unit: "ms", most: 5 },
  push: { what: "verify push", unit: "x bare", most: 1.6 },
  pullRequest: { what: "verify pull_request", unit: "x bare", most: 1.6 },
} as const satisfies Record<string, Budget>;
