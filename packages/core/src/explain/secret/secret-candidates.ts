import type { Secret } from "../../delivery/secret.ts";
import type { Undone } from "../model/damage.ts";
import type { Suspect } from "../model/suspect.ts";

/** Secrets of a list that are looked at. A rotation has two. */
const MAX_SECRETS = 4;

/** The configured secrets that are text. */
export function textSecrets({ secrets }: Suspect): readonly string[] {
  return secrets.filter((secret) => typeof secret === "string").slice(0, MAX_SECRETS);
}

/** The configured secrets, text or bytes. */
export function firstSecrets({ secrets }: Suspect): readonly Secret[] {
  return secrets.slice(0, MAX_SECRETS);
}

/**
 * The same delivery with this secret alone, unless that is the one which it was verified with, or
 * none at all.
 */
export function* withSecret(given: Secret, secret: Secret | undefined, detail: string): Generator<Undone> {
  if (secret === undefined || secret.length === 0 || secret === given) return;
  yield { change: { secrets: [secret] }, detail };
}
