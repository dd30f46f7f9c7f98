import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import type { Sample } from "./evidence.ts";
import { formatDescription } from "../emit/format-description.ts";
import type { Description } from "../model.ts";

const input = new URL("../../input/", import.meta.url);

/** Where the generated sources and the README are. */
export const GITHUB_PACKAGE: URL = new URL("../../../../packages/github/", import.meta.url);

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

/** Events and actions that GitHub documents: what the generated package has to hold. */
export function readCatalogue(): Readonly<Record<string, readonly string[]>> {
  return JSON.parse(readFileSync(new URL("catalogue.json", input), "utf8")) as Record<string, string[]>;
}
