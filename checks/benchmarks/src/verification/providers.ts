import type { DeliveryInput, Provider, VerifyOptions } from "@flaghook/core";
import { goff } from "@flaghook/goff";
import { hypertune } from "@flaghook/hypertune";
import { optimizely } from "@flaghook/optimizely";
import { verifySignature as verifyGoff } from "@flaghook/goff/signature";
import { verifySignature as verifyHypertune } from "@flaghook/hypertune/signature";
import { verifySignature as verifyOptimizely } from "@flaghook/optimizely/signature";
import type { ids } from "./ids.ts";
import { budgets } from "./budgets.ts";

/** A provider as the benches take it. A new one is a line in `ids.ts` and an entry here. */
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

export const providers: Readonly<Record<(typeof ids)[number], BenchProvider>> = {
  hypertune: {
    provider: hypertune,
    verifySignature: verifyHypertune,
    payloads: { "commit, 0.5 KB": JSON.stringify(commit) },
    verifyBudget: budgets.verify,
  },
  goff: {
    provider: goff,
    verifySignature: verifyGoff,
    payloads: { "export of 2 events, 0.5 KB": exportOf(2) },
    verifyBudget: budgets.verify,
  },
  optimizely: {
    provider: optimizely,
    verifySignature: verifyOptimizely,
    payloads: { "datafile update, 0.5 KB": JSON.stringify(datafileUpdate) },
    verifyBudget: budgets.verify,
  },
};
