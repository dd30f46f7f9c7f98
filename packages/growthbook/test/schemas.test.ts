import * as samples from "@flaghook/testing/samples";
import { expect, test } from "vitest";
import { mutations } from "../../../tools/test-support/mutations.ts";
import { growthbook, growthbookSdk } from "../src/index.ts";
import {
  featureCreatedSchema,
  featureDeletedSchema,
  featureRevisionSchema,
  featureUpdatedSchema,
  noticeSchema,
  payloadChangedSchema,
  thingSchema,
  webhookTestSchema,
} from "../src/schemas.ts";
import { sdkVectors } from "./vectors.ts";

const secret = "secret";
const { experiment, feature, webhook } = samples.growthbook;

function isAccepted(provider: typeof growthbook | typeof growthbookSdk, payload: unknown): boolean {
  const body = JSON.stringify(payload);
  return provider.safeVerify({ headers: provider.sign(body, { secret }), body }, { secret }).ok;
}

test.each([
  { name: "feature.created", payload: feature.created, schema: featureCreatedSchema },
  { name: "feature.updated", payload: feature.updated, schema: featureUpdatedSchema },
  { name: "feature.updated, raw", payload: feature.updated_raw, schema: featureUpdatedSchema },
  { name: "feature.deleted", payload: feature.deleted, schema: featureDeletedSchema },
  { name: "feature.deleted, raw", payload: feature.deleted_raw, schema: featureDeletedSchema },
  { name: "feature.revision.approved", payload: feature.revision_approved, schema: featureRevisionSchema },
  { name: "experiment.updated", payload: experiment.updated, schema: thingSchema },
  { name: "experiment.warning", payload: experiment.warning, schema: noticeSchema },
  { name: "webhook.test", payload: webhook.test, schema: webhookTestSchema },
])("verify and the schema agree on every change in one place to $name", ({ payload, schema }) => {
  let compared = 0;
  for (const mutated of mutations(payload)) {
    if ((mutated as { event?: unknown } | null)?.event !== payload.event) continue; // another event, or none
    expect({ mutated, accepted: isAccepted(growthbook, mutated) }).toEqual({
      mutated,
      accepted: schema.safeParse(mutated).success,
    });
    compared++;
  }
  expect(compared).toBeGreaterThan(150);
});

test.each(sdkVectors.genuine.filter(({ body }) => body !== ""))(
  "verify and the schema agree on every change in one place to $name",
  ({ body }) => {
    let compared = 0;
    for (const mutated of mutations(JSON.parse(body))) {
      expect({ mutated, accepted: isAccepted(growthbookSdk, mutated) }).toEqual({
        mutated,
        accepted: payloadChangedSchema.safeParse(mutated).success,
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  },
);
