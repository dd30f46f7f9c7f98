import { expect, test } from "vitest";
import { mutations } from "../../../tools/mutations.ts";
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

test("the export schema keeps the elements that verify keeps", () => {
  for (const mutated of mutations(exporter)) {
    const parsed = exportSchema.safeParse(mutated);
    if (!parsed.success || !hasOnly("events", mutated)) continue;
    const body = JSON.stringify(mutated);
    const event = verify({ headers: goff.sign(body, { secret }), body }, { secret }) as ExportEvent;
    expect(event.payload).toEqual(parsed.data);
  }
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
