import { defineProvider, type Provider } from "@flaghook/core";

/** The secret of the endpoint that is under attack. */
export const SECRET = "the secret of an endpoint";

/** A private provider: what the adapters do must not depend on ours. */
export const acme = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: { ping: (value: unknown) => (value as { readonly n?: unknown }).n !== "bad" },
}) as Provider;

const BODIES = {
  good: '{"type":"ping","n":1}',
  bad: '{"type":"ping","n":"bad"}',
  broken: '{"type"',
} as const;

/** How the delivery is that an endpoint gets: genuine, breaking its schema, no JSON, or forged. */
export const KINDS = ["good", "bad", "broken", "forged"] as const;

/** A delivery of that kind. */
export function deliver(kind: (typeof KINDS)[number]): {
  readonly headers: Record<string, string>;
  readonly body: Buffer<ArrayBuffer>;
} {
  const body = Buffer.from(BODIES[kind === "forged" ? "good" : kind]);
  return { headers: acme.sign(body, { secret: kind === "forged" ? "a guess" : SECRET }), body };
}
