import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FlagChange, Provider, WebhookEvent } from "@flaghook/core";
import { providerPackages } from "../../../tools/workspace/workspace.ts";
import { linesOfEvent, type LineOfEvent } from "./words/own-words.ts";

export type { LineOfEvent } from "./words/own-words.ts";

/** A provider whose deliveries the radar receives, and what it makes of an event. */
export interface Source {
  readonly provider: Provider;
  /** The folder of its package. */
  readonly folder: string;
  readonly linesOf: (event: WebhookEvent) => readonly LineOfEvent[];
}

/** Whose deliveries the radar receives: every provider of every package of the workspace. */
export const sources: readonly Source[] = (
  await Promise.all(providerPackages().map(({ folder }) => sourcesIn(folder)))
).flat();

/** The providers alone. */
export const providers: readonly Provider[] = sources.map(({ provider }) => provider);

/** A package may have a second provider, for webhooks of another kind. */
async function sourcesIn(folder: string): Promise<readonly Source[]> {
  const { href } = pathToFileURL(join(folder, "src/index.ts"));
  const exported = (await import(href)) as Readonly<Record<string, unknown>>;
  const flagChanges = exported["flagChanges"] as ((event: WebhookEvent) => readonly FlagChange[]) | undefined;
  return Object.values(exported)
    .filter(isProvider)
    .map((provider) => ({
      provider,
      folder,
      linesOf: (event) => linesOfEvent(event, flagChanges?.(event) ?? []),
    }));
}

function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && "safeVerify" in value && "schemes" in value;
}
