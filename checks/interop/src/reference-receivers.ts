import { existsSync } from "node:fs";
import { join } from "node:path";
import { constantOf, providerPackages } from "../../../tools/workspace/workspace.ts";

/**
 * A verifier written from a provider's own documentation page alone, over raw bytes, without any of
 * our code. True when the page's rules accept the delivery.
 */
export type ReferenceReceiver = (
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
  secret: string,
) => boolean;

/** The part of a provider that signs. */
export interface Signer {
  sign(body: string | Uint8Array, options: { secret: string; name: string }): Record<string, string>;
}

/** A provider, and the verifier that its `test/reference.ts` has. */
export interface Referenced {
  readonly id: string;
  readonly provider: Signer;
  readonly receiver: ReferenceReceiver;
}

/** Every provider that has such a verifier. */
export async function referenceReceivers(): Promise<readonly Referenced[]> {
  const found = providerPackages().filter(({ folder }) => existsSync(join(folder, "test/reference.ts")));
  return Promise.all(
    found.map(async ({ id, folder }) => {
      const module = (await import(join(folder, "src/index.ts"))) as Record<string, Signer>;
      const { reference } = (await import(join(folder, "test/reference.ts"))) as {
        reference: ReferenceReceiver;
      };
      return { id, provider: module[constantOf(id)]!, receiver: reference };
    }),
  );
}
