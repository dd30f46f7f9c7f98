import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { flagsmith } from "../src/index.ts";
import {
  auditLogCreatedSchema,
  flagDeletedSchema,
  flagUpdatedSchema,
  identitySchema,
  newVersionPublishedSchema,
} from "../src/schemas.ts";

const secret = "secret";
const { AUDIT_LOG_CREATED, FLAG_DELETED, FLAG_UPDATED, identity, NEW_VERSION_PUBLISHED } = samples.flagsmith;

/** The name of the event that a payload is taken for, if it is taken for one. */
function typeOf(payload: unknown): string {
  const body = JSON.stringify(payload);
  const result = flagsmith.safeVerify({ headers: flagsmith.sign(body, { secret }), body }, { secret });
  return result.ok ? result.event.type : result.error.code;
}

function isOf(type: string, payload: unknown): boolean {
  if (typeof payload !== "object" || payload === null || Array.isArray(payload)) return false;
  if (type !== "identity") return (payload as Record<string, unknown>)["event_type"] === type;
  return ["identity", "flags"].every((key) => Object.hasOwn(payload, key));
}

test.each([
  { type: "FLAG_UPDATED", payload: FLAG_UPDATED, schema: flagUpdatedSchema },
  { type: "FLAG_DELETED", payload: FLAG_DELETED, schema: flagDeletedSchema },
  { type: "NEW_VERSION_PUBLISHED", payload: NEW_VERSION_PUBLISHED, schema: newVersionPublishedSchema },
  { type: "AUDIT_LOG_CREATED", payload: AUDIT_LOG_CREATED, schema: auditLogCreatedSchema },
  { type: "identity", payload: identity, schema: identitySchema },
])("verify and the schema agree on every change in one place to $type", ({ type, payload, schema }) => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    if (!isOf(type, mutated)) continue; // another event, or none
    const expected = schema.safeParse(mutated).success ? type : "schema-mismatch";
    expect({ mutated, verify: typeOf(mutated) }).toEqual({ mutated, verify: expected });
    compared++;
  }
  expect(compared).toBeGreaterThan(150);
});
