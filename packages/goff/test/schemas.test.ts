import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { goff, verify, type ExportEvent } from "../src/index.ts";
import { exportSchema, notifySchema } from "../src/schemas.ts";
import { fullFlag } from "./full-flag.ts";
import { vectors } from "./vectors.ts";

const secret = "secret";
const [exporter, notifier, tracking] = vectors.genuine.map((vector) =>
  vector.expected === "invalid-json" ? null : JSON.parse(vector.body),
);
const fullNotify = {
  meta: {},
  flags: { added: { f: fullFlag }, deleted: {}, updated: { g: { old_value: fullFlag, new_value: {} } } },
};

function isAccepted(payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return goff.safeVerify({ headers: goff.sign(body, { secret }), body }, { secret }).ok;
}

function hasOnly(key: "events" | "flags", payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return false;
  return Object.hasOwn(payload, "events") !== Object.hasOwn(payload, "flags") && Object.hasOwn(payload, key);
}

test.each([
  { name: "the exporter's test", payload: exporter, key: "events", schema: exportSchema },
  { name: "the captured tracking batch", payload: tracking, key: "events", schema: exportSchema },
  { name: "the notifier's test", payload: notifier, key: "flags", schema: notifySchema },
  {
    name: "a notification with every field of a flag",
    payload: fullNotify,
    key: "flags",
    schema: notifySchema,
  },
] as const)(
  "verify and the schema agree on every change in one place to $name",
  ({ payload, key, schema }) => {
    let compared = 0;
    for (const mutated of mutations(payload)) {
      if (!hasOnly(key, mutated)) continue; // the other sender's, or nobody's
      expect({ mutated, accepted: isAccepted(mutated) }).toEqual({
        mutated,
        accepted: schema.safeParse(mutated).success,
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(100);
  },
);

// One function sorts for both of them, so what is kept is written out here.
const evaluation = {
  kind: "feature",
  userKey: "ABCD",
  creationDate: 1617970547,
  key: "random-key",
  variation: "Default",
  value: "YO",
  default: false,
  version: "",
  source: "SERVER",
};
const tracked = {
  kind: "tracking",
  userKey: "user-1",
  creationDate: 1795242982,
  key: "checkout",
  evaluationContext: null,
  trackingEventDetails: { value: 99.77 },
};

test.each([
  { name: "both kinds", events: [tracked, evaluation], kept: [tracked, evaluation] },
  { name: "unknown fields", events: [{ ...evaluation, extra: [1] }], kept: [{ ...evaluation, extra: [1] }] },
  {
    name: "optional fields",
    events: [{ ...evaluation, contextKind: "user", metadata: {} }],
    kept: [{ ...evaluation, contextKind: "user", metadata: {} }],
  },
  {
    name: "an element of another kind",
    events: [{ ...evaluation, kind: "exposure" }, tracked],
    kept: [tracked],
  },
  {
    name: "elements that are no objects",
    events: [null, "text", [evaluation], evaluation],
    kept: [evaluation],
  },
  { name: "a feature event without a user", events: [{ ...evaluation, userKey: undefined }], kept: [] },
  {
    name: "a feature event with a null kind of context",
    events: [{ ...evaluation, contextKind: null }],
    kept: [],
  },
  { name: "a feature event with null metadata", events: [{ ...evaluation, metadata: null }], kept: [] },
  {
    name: "a feature event with a source that is a number",
    events: [{ ...evaluation, source: 1 }],
    kept: [],
  },
  { name: "a feature event with a default in text", events: [{ ...evaluation, default: "false" }], kept: [] },
  {
    name: "a tracking event without details",
    events: [{ ...tracked, trackingEventDetails: undefined }],
    kept: [],
  },
  {
    name: "a tracking event whose context is a list",
    events: [{ ...tracked, evaluationContext: [] }],
    kept: [],
  },
  { name: "no events", events: null, kept: [] },
])("verify and the export schema keep the same of a batch with $name", ({ events, kept }) => {
  const body = JSON.stringify({ meta: {}, events });
  const event = verify({ headers: goff.sign(body, { secret }), body }, { secret }) as ExportEvent;
  expect(event.payload.events).toEqual(kept);
  expect(exportSchema.parse(JSON.parse(body)).events).toEqual(kept);
});

test.each(["meta"])("refuses a batch without its %s", (field) => {
  const { [field]: _dropped, ...rest } = exporter;
  const body = JSON.stringify(rest);
  const result = goff.safeVerify({ headers: goff.sign(body, { secret }), body }, { secret });
  expect(result).toMatchObject({
    ok: false,
    error: { code: "schema-mismatch", issues: [{ path: [field] }] },
  });
});
