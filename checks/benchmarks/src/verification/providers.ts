import type { DeliveryInput, Provider, VerifyOptions } from "@flaghook/core";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { budgets } from "./budgets.ts";
import { builtEntry, folderOf, ids } from "./ids.ts";

/** A provider as the benches take it. */
export interface BenchProvider {
  readonly provider: Provider;
  readonly verifySignature: (delivery: DeliveryInput, options: VerifyOptions) => void;
  /** Payloads as the provider sends them, by what the table calls them. */
  readonly payloads: Readonly<Record<string, string>>;
  /** At most this many times the bare HMAC and JSON.parse. */
  readonly verifyBudget: number;
}

/** A text that brings a payload to the size under test. */
const filler = (length: number): string => "All flags are green. ".repeat(length / 20).slice(0, length);

const commit = {
  id: "QAq7JB7nE5tY8mS99qsmM",
  createdAt: "2026-01-01T00:00:00.000Z",
  type: "NEW_COMMIT",
  project: { id: "p_1", name: "Shop" },
  commit: { id: "c_1", message: filler(260) },
  user: { id: "u_1", displayName: "Ada", email: "ada@example.com" },
};

const featureEvent = {
  kind: "feature",
  contextKind: "user",
  userKey: "ABCD",
  creationDate: 1_617_970_547,
  key: "random-key",
  variation: "Default",
  value: "YO",
  default: false,
  version: "",
  source: "SERVER",
};

/**
 * Evaluations of a flag: about 170 bytes each, and 4 more for every number in a `value` that is an
 * array.
 */
export const exportOf = (count: number, numbers?: number): string => {
  const value =
    numbers === undefined ? featureEvent.value : Array.from({ length: numbers }, (_, n) => n % 1000);
  return JSON.stringify({
    meta: { hostname: "server01" },
    events: Array.from({ length: count }, (_, index) => ({
      ...featureEvent,
      value,
      userKey: `user-${index}`,
    })),
  });
};

const datafileUpdate = {
  project_id: 1234,
  timestamp: 1_463_602_412,
  event: "project.datafile_updated",
  data: {
    revision: 1,
    origin_url: "https://optimizely.s3.amazonaws.com/json/1234.json",
    cdn_url: "https://cdn.optimizely.com/json/1234.json",
    environment: "Production",
  },
  note: filler(260),
};

/** Payloads of about 0.5 KB, for the providers that were measured so from the start. */
const PAYLOADS: Readonly<Record<string, BenchProvider["payloads"]>> = {
  hypertune: { "commit, 0.5 KB": JSON.stringify(commit) },
  goff: { "export of 2 events, 0.5 KB": exportOf(2) },
  optimizely: { "datafile update, 0.5 KB": JSON.stringify(datafileUpdate) },
};

/** Every provider that has a folder, as it was built. */
export const providers: Readonly<Record<string, BenchProvider>> = Object.fromEntries(
  await Promise.all(
    ids.map(async (id) => {
      const main = (await import(builtEntry(id, "."))) as Record<string, Provider>;
      const signature = (await import(builtEntry(id, "./signature"))) as BenchProvider;
      const provider = Object.values(main).find((exported) => exported.id === id)!;
      const payloads = PAYLOADS[id] ?? samplesOf(id);
      const { verifySignature } = signature;
      return [id, { provider, verifySignature, payloads, verifyBudget: budgets.verify }] as const;
    }),
  ),
);

// The payloads of `test/samples`, by their file. Standard Webhooks has none: its events are yours.
function samplesOf(id: string): Readonly<Record<string, string>> {
  const folder = join(folderOf(id), "test/samples");
  if (!existsSync(folder)) return {};
  return Object.fromEntries(
    readdirSync(folder).map((file) => {
      const { payload } = JSON.parse(readFileSync(join(folder, file), "utf8")) as { payload: unknown };
      return [file, JSON.stringify(payload)];
    }),
  );
}
