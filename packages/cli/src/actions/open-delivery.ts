import type { Provider } from "@flaghook/core";
import { readDelivery, type DeliverySource } from "./read-delivery.ts";
import type { SavedDelivery } from "../delivery/saved-delivery.ts";
import type { Io } from "../io/io.ts";
import { UsageError } from "../io/usage-error.ts";
import { secretHeaders } from "../providers/abilities.ts";
import { loadProvider } from "../providers/load-provider.ts";
import { readSecrets } from "../secrets/read-secrets.ts";
import type { SecretSource } from "../secrets/secret-options.ts";

/** Everything that verifying needs. */
export interface OpenedDelivery {
  readonly provider: Provider;
  readonly delivery: SavedDelivery;
  readonly secrets: readonly string[];
  readonly now: { readonly now?: () => Date };
}

/** Options of every command that reads a saved delivery. */
export interface DeliveryOptions extends DeliverySource, SecretSource {
  readonly at?: Date;
  readonly json?: boolean;
}

/**
 * Loads the provider, reads the delivery and gets the secrets, and says what is odd about the file.
 */
export async function openDelivery(
  name: string,
  file: string | undefined,
  options: DeliveryOptions,
  io: Io,
): Promise<OpenedDelivery> {
  const provider = await loadProvider(name);
  const given = (options.header ?? []).map((line) => line.split(":", 1)[0]!.trim().toLowerCase());
  const secretHeader = secretHeaders(provider).find((header) => given.includes(header));
  if (secretHeader !== undefined) {
    throw new UsageError(
      `the ${secretHeader} header of ${provider.id} is the secret itself, which every user of this machine could ` +
        "see among the arguments. Give the delivery as a file.",
    );
  }
  const delivery = await readDelivery(file, options, io);
  for (const note of delivery.notes) io.stderr.write(`note: ${note}\n`);
  const secrets = await readSecrets(provider.id, options, io);
  const { at } = options;
  return { provider, delivery, secrets, now: at === undefined ? {} : { now: () => at } };
}
