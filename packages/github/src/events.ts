import { eventCheck, type PayloadCheck } from "./check-kit.ts";
import { shapes } from "./generated/catalogue.ts";

/** The check of every event that GitHub documents, by its name. Each is built when its first event comes. */
export function allChecks(): Readonly<Record<string, PayloadCheck<unknown>>> {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, eventCheck(shape)]));
}
