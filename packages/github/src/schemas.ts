// One schema per event: listed where they are generated.
export * from "./generated/schemas.ts";
