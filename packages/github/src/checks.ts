export type { PayloadCheck } from "./check-kit.ts";
// One check per event: listed where they are generated.
export * from "./generated/checks.ts";
