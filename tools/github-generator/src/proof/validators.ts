import * as checks from "@flaghook/github";
import * as schemas from "@flaghook/github/schemas";
import { valueName } from "../emit/names.ts";

/** The plain check of an event. */
export function checkFor(event: string): (payload: unknown) => boolean {
  return named(checks, `${valueName(event)}Check`) as (payload: unknown) => boolean;
}

/** The verdict of an event's zod schema. */
export function schemaFor(event: string): (payload: unknown) => boolean {
  const schema = named(schemas, `${valueName(event)}Schema`) as (typeof schemas)["pushSchema"];
  return (payload) => schema.safeParse(payload).success;
}

function named(module: object, name: string): unknown {
  const found = (module as Record<string, unknown>)[name];
  if (found === undefined) throw new Error(`${name} is not exported.`);
  return found;
}
