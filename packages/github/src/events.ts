import type { EventLookup, ProviderDefinition } from "@flaghook/core";
import { eventCheck } from "./event-check.ts";
import { definitionOf, eventOf } from "./definition.ts";
import { shapes } from "./generated/catalogue.ts";

/**
 * GitHub with every event that it documents. An event is made ready, and its check built, when its
 * first delivery comes.
 */
export function fullDefinition(): ProviderDefinition {
  return definitionOf(Object.assign(find, { names: Object.keys(shapes) }));
}

function find(name: string): ReturnType<EventLookup> {
  return Object.hasOwn(shapes, name) ? eventOf(eventCheck(shapes[name]!)) : undefined;
}
