import { github } from "@flaghook/github";
import type { Sample } from "../read/evidence.ts";
import { schemaFor } from "./validators.ts";

const secret = "secret";

/** How many of the samples pass under the name of another event, by `from -> to`. */
export function countConfused(samples: readonly Sample[]): ReadonlyMap<string, number> {
  const names = Object.keys(github.events);
  const confused = new Map<string, number>();
  for (const { event, payload } of samples) {
    const body = JSON.stringify(payload);
    for (const name of names) {
      if (name === event) continue;
      const result = github.safeVerify({ headers: github.sign(body, { secret, name }), body }, { secret });
      const isEvent = result.ok && result.event.type === name;
      // An action that the provider answers with unknown is not for the schema to refuse.
      const isSchema = schemaFor(name)(payload) && (!result.ok || result.event.type !== "unknown");
      if (isEvent || isSchema)
        confused.set(`${event} -> ${name}`, (confused.get(`${event} -> ${name}`) ?? 0) + 1);
    }
  }
  return confused;
}
