import type { EntryKind } from "./types.ts";

// A record, so that the compiler demands every kind of the type and no other.
const kinds: Readonly<Record<EntryKind, true>> = {
  segment: true,
  environment: true,
  project: true,
  member: true,
  role: true,
  webhook: true,
  integration: true,
  destination: true,
  "relay-proxy-config": true,
  experiment: true,
  metric: true,
  "metric-group": true,
  team: true,
  "release-pipeline": true,
  layer: true,
  holdout: true,
  aiconfig: true,
  application: true,
};

/** Kinds of entries beside `"flag"`. */
export const entryKinds: readonly EntryKind[] = /* @__PURE__ */ Object.keys(kinds) as EntryKind[]; // no other key
