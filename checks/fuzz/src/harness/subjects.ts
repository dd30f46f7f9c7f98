import { join } from "node:path";
import { defineProvider, type Provider, type SignatureScheme } from "@flaghook/core";
import type { ProviderVectors } from "@flaghook/testing";
import * as z from "zod/mini";
import * as schemes from "../../../../packages/core/test/support/schemes.ts";
import { constantOf, providerPackages } from "../../../../tools/workspace/workspace.ts";

/** A provider under attack, with what it needs to send something genuine. */
export interface Subject {
  readonly provider: Provider;
  readonly secret: string;
  readonly bodies: readonly Sample[];
}

/** A body that it sends, under the name that goes into a header. */
export interface Sample {
  readonly name: string;
  readonly body: string;
}

/** The time at which every delivery is signed and verified. */
export const NOW = new Date("2026-11-21T12:00:00Z");

/** A clock that stands still there. */
export const now = (): Date => NOW;

const PRIVATE_SECRETS: Readonly<Record<string, string>> = {
  standardWebhooks: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};

const packaged = await Promise.all(providerPackages().map(published));

/**
 * Every provider that has a package, and one for each scheme that only a private provider has. Not
 * those that send the secret itself: they sign nothing, so whoever has it may send any body.
 */
export const subjects: readonly Subject[] = [
  ...packaged.filter(({ provider }) => provider.schemes.every(({ kind }) => kind !== "token")),
  ...Object.entries(schemes).map(([name, scheme]) => privateSubject(name, scheme)),
];

async function published({ id, folder }: { id: string; folder: string }): Promise<Subject> {
  const module = (await import(join(folder, "src/index.ts"))) as Record<string, Provider>;
  const { vectors } = (await import(join(folder, "test/vectors.ts"))) as { vectors: ProviderVectors };
  const provider = module[constantOf(id)]!;
  const bodies = vectors.genuine
    .filter(({ body }) => body !== "")
    .map(({ body, expected }) => ({ name: typeof expected === "object" ? expected.name : "push", body }));
  const isAnyText = provider.schemes.every(({ key }) => key === undefined);
  return {
    provider,
    secret: isAnyText ? "a secret that nobody says aloud" : vectors.genuine[0]!.secret,
    bodies,
  };
}

function privateSubject(name: string, scheme: SignatureScheme): Subject {
  const order = z.looseObject({
    type: z.literal("order"),
    items: z.array(z.looseObject({ sku: z.string() })),
  });
  return {
    provider: defineProvider({
      id: `private-${name.toLowerCase()}`,
      scheme,
      eventName: { field: "type" },
      events: { order },
    }),
    secret: PRIVATE_SECRETS[name] ?? "another secret of a private kind",
    bodies: [{ name: "order", body: '{"type":"order","items":[{"sku":"a"},{"sku":"b"}]}' }],
  };
}
