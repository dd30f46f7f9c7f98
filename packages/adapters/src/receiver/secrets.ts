import type { Secret } from "@flaghook/core";
import { assertOptions } from "@flaghook/core/adapter";
import type { ReceivedDelivery } from "../body/incoming.ts";

/** A secret with a name that may appear in logs. */
export interface LabelledSecret {
  /** How `onVerified` names this secret, e.g. `"2026-11"`. Not secret. */
  readonly label: string;
  readonly secret: Secret;
}

/** One secret or several, in the order in which they are tried. Entries may carry a label. */
export type SecretInput = Secret | LabelledSecret | readonly (Secret | LabelledSecret)[];

/** Finds the secret of one delivery: for endpoints of many tenants and for key stores. */
export type SecretLookup<Request = unknown> = (
  delivery: ReceivedDelivery<Request>,
) => SecretInput | undefined | Promise<SecretInput | undefined>;

/** Secrets ready for `verify`, with their labels. */
export interface SecretSet {
  readonly secret: Secret | readonly Secret[];
  labelOf(secretIndex: number): string | undefined;
}

/** Takes the labels off a secret or a list. Does not validate the secrets: core does. */
export function toSecretSet(input: SecretInput): SecretSet {
  const entries = (Array.isArray(input) ? input : [input]) as readonly (Secret | LabelledSecret)[];
  const secrets = entries.map((entry) => (isLabelled(entry) ? entry.secret : entry));
  for (const entry of entries) {
    if (isLabelled(entry) && (typeof entry.label !== "string" || entry.label === "")) {
      throw new TypeError("secret.label must be a non-empty string.");
    }
  }
  function labelOf(secretIndex: number): string | undefined {
    const entry = entries[secretIndex];
    return isLabelled(entry) ? entry.label : undefined;
  }
  return { secret: Array.isArray(input) ? secrets : secrets[0]!, labelOf };
}

/** The secrets of each delivery: fixed ones, made ready once, or those that the lookup finds. */
export function compileSecrets<Request>(
  secret: SecretInput | SecretLookup<Request>,
): (delivery: ReceivedDelivery<Request>) => SecretSet | Promise<SecretSet> {
  if (typeof secret !== "function") {
    const fixed = toSecretSet(secret);
    return () => fixed;
  }
  // Made at first use: Workers have no randomness while a module loads.
  let unguessable: SecretSet | undefined;
  return async (delivery) => {
    const found = await secret(delivery);
    if (found === undefined || found === null || (Array.isArray(found) && found.length === 0)) {
      return (unguessable ??= unguessableSecret());
    }
    const secrets = toSecretSet(found);
    assertOptions({ secret: secrets.secret }); // verify would say the same, but as if the delivery were at fault
    return secrets;
  };
}

/**
 * Nobody has it: a delivery without a known secret is refused with the same codes, in the same
 * time.
 */
function unguessableSecret(): SecretSet {
  return { secret: globalThis.crypto.getRandomValues(new Uint8Array(32)), labelOf: () => undefined };
}

function isLabelled(entry: unknown): entry is LabelledSecret {
  return typeof entry === "object" && entry !== null && "secret" in entry && !ArrayBuffer.isView(entry);
}
