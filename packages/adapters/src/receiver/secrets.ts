import type { Provider, Secret, TokenSecret, WebhookEvent } from "@flaghook/core";
import { assertOptions, unguessableSecrets } from "@flaghook/core/adapter";
import type { ReceivedDelivery } from "../body/incoming.ts";
import { ReceiverError } from "../response/receiver-error.ts";
import { isThenable } from "../values/thenable.ts";

/** A secret with a name that may appear in logs. */
export interface LabelledSecret {
  /** How `onVerified` names this secret, e.g. `"2026-11"`. Not secret. */
  readonly label: string;
  readonly secret: Secret | TokenSecret;
}

/** One secret or several, in the order in which they are tried. Entries may carry a label. */
export type SecretInput = SecretEntry | readonly SecretEntry[];

type SecretEntry = Secret | TokenSecret | LabelledSecret;

/**
 * What a `secret` function may find: secrets, `null` or an empty list for an unknown tenant, or
 * `undefined` for a secret that is not configured. Entries may be `undefined` likewise.
 */
export type FoundSecret = UnsureEntry | readonly UnsureEntry[] | null;

type UnsureEntry = Secret | UnsureToken | UnsureSecret | undefined;

/** An entry whose secret may not be configured. */
export interface UnsureSecret {
  readonly label: string;
  readonly secret: Secret | UnsureToken | undefined;
}

/** A token that may not be configured. */
export interface UnsureToken {
  readonly token: Secret | undefined;
}

/** Finds the secret of one delivery: an environment variable's, a tenant's, or a key store's. */
export type SecretLookup<Request = unknown> = (
  delivery: ReceivedDelivery<Request>,
) => FoundSecret | PromiseLike<FoundSecret>;

/** Secrets ready for `verify`, with their labels. */
export interface SecretSet {
  readonly secret: Secret | TokenSecret | readonly (Secret | TokenSecret)[];
  labelOf(secretIndex: number): string | undefined;
}

/** Takes the labels off a secret or a list. Does not validate the secrets: core does. */
export function toSecretSet(input: SecretInput): SecretSet {
  const entries = (Array.isArray(input) ? input : [input]) as readonly SecretEntry[];
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

/** The secrets of each delivery: fixed ones, made ready once, or those that the function finds. */
export function compileSecrets<Event extends WebhookEvent, Request>(
  { id: provider, schemes }: Pick<Provider<Event>, "id" | "schemes">,
  secret: SecretInput | SecretLookup<Request>,
): (delivery: ReceivedDelivery<Request>) => SecretSet | Promise<SecretSet> {
  if (typeof secret !== "function") {
    const fixed = toSecretSet(secret);
    return () => fixed;
  }
  // Made at first use: Workers have no randomness while a module loads.
  let unguessable: SecretSet | undefined;
  // An environment variable gives the same text every time.
  let lastText: string | undefined;
  let lastSet: SecretSet | undefined;

  function ready(found: FoundSecret): SecretSet {
    if (found === null || (Array.isArray(found) && found.length === 0)) {
      return (unguessable ??= { secret: unguessableSecrets(schemes), labelOf: () => undefined });
    }
    if (lastSet !== undefined && found === lastText) return lastSet;
    assertConfigured(provider, found);
    const secrets = toSecretSet(found);
    assertOptions({ secret: secrets.secret }); // verify would say the same, but as if the delivery were at fault
    if (typeof found === "string") [lastText, lastSet] = [found, secrets];
    return secrets;
  }
  async function readyLater(found: PromiseLike<FoundSecret>): Promise<SecretSet> {
    return ready(await found);
  }
  return (delivery) => {
    const found = secret(delivery);
    return isThenable(found) ? readyLater(found) : ready(found);
  };
}

/** An unset environment variable is our own wiring, and no delivery's fault. */
function assertConfigured(provider: string, found: FoundSecret): asserts found is SecretInput {
  const entries: readonly unknown[] = Array.isArray(found) ? found : [found];
  for (const [index, entry] of entries.entries()) {
    const named: unknown = isLabelled(entry) ? entry.secret : entry;
    const secret = isToken(named) ? named.token : named;
    if (secret !== undefined && secret !== "") continue;
    const place = Array.isArray(found) ? ` at place ${index} of its list` : "";
    throw new ReceiverError(
      "secret-missing",
      provider,
      `the secret function returned ${secret === "" ? "an empty string" : "undefined"}${place}. ` +
        "Is its environment variable set where this runs? For an unknown tenant return null.",
    );
  }
}

function isToken(entry: unknown): entry is { readonly token: unknown } {
  return typeof entry === "object" && entry !== null && Object.hasOwn(entry, "token");
}

function isLabelled(entry: unknown): entry is LabelledSecret {
  return typeof entry === "object" && entry !== null && "secret" in entry && !ArrayBuffer.isView(entry);
}
