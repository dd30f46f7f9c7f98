import type { ProviderDefinition } from "@flaghook/core";
import { eventCheck } from "./check-kit.ts";
import { definitionOf } from "./definition.ts";
import { shapes } from "./generated/catalogue.ts";

/** GitHub with every event that it documents. The check of an event is built when its first delivery comes. */
export function fullDefinition(): ProviderDefinition {
  const checks = Object.entries(shapes).map(([name, shape]) => [name, eventCheck(shape)] as const);
  return definitionOf(Object.fromEntries(checks));
}
