import type { FlagChange } from "@flaghook/core";

/** A change in which every field is there that the outlets read. */
export const FULL: FlagChange = {
  id: "sha256:9f86d081#0",
  provider: "acme",
  grain: "flag-environment",
  resource: "flag",
  action: "enabled",
  rawAction: "turnOn",
  subject: { key: "checkout-v2", id: "f1", name: "Checkout 2" },
  environment: { key: "production" },
  enabled: { after: true },
  actor: { type: "user", id: "u1", email: "ana@example.com", name: "Ana" },
  occurredAt: "2026-11-29T10:11:12.345Z",
};

/** The same change with some fields replaced. `undefined` takes a field away. */
export function changeWith(fields: {
  readonly [Field in keyof FlagChange]?: FlagChange[Field] | undefined;
}): FlagChange {
  return Object.fromEntries(
    Object.entries({ ...FULL, ...fields }).filter(([, value]) => value !== undefined),
  ) as unknown as FlagChange;
}
