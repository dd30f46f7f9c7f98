import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { Sample } from "./evidence.ts";
import type { Presence } from "./presence.ts";
import { formatDescription } from "./format-description.ts";
import type { Description } from "../model/description.ts";

const input = new URL("../../input/", import.meta.url);

/** Where the generated sources and the README are. */
export const GITHUB_PACKAGE: URL = new URL("../../../../packages/github/", import.meta.url);

/** All that is generated from. */
export interface Input {
  readonly description: Description;
  readonly samples: readonly Sample[];
  readonly presence: Presence;
}

/** The committed input. */
export function readInput(): Input {
  return { description: readDescription(), samples: readSamples(), presence: readPresence() };
}

/** The committed normalised description. */
export function readDescription(): Description {
  return JSON.parse(readFileSync(new URL("description.json", input), "utf8")) as Description;
}

export function writeDescription(description: Description): void {
  writeFileSync(new URL("description.json", input), formatDescription(description));
}

/** The committed sample payloads, in a fixed order. */
export function readSamples(): readonly Sample[] {
  const folder = new URL("samples/", input);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => {
      const payloads = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Sample["payload"][];
      return payloads.map((payload) => ({ event: file.slice(0, -".json".length), payload }));
    });
}

/** How often payloads that are not committed had which keys. */
export function readPresence(): Presence {
  return JSON.parse(readFileSync(new URL("presence.json", input), "utf8")) as Presence;
}

/** Events and actions that GitHub documents: what the generated package has to hold. */
export function readCatalogue(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync(new URL("catalogue.json", input), "utf8")) as Record<string, string[]>;
}
