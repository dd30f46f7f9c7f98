import type { Secret, TokenSecret } from "./secret.ts";

/** Whether a secret says of itself that it is a token. Own properties alone. */
export function isTokenSecret(given: unknown): given is TokenSecret {
  return (
    typeof given === "object" && given !== null && !ArrayBuffer.isView(given) && Object.hasOwn(given, "token")
  );
}

/** The token of `{ token }`, read once; any other secret as it is. */
export function unwrapToken(given: Secret | TokenSecret): Secret {
  return isTokenSecret(given) ? given.token : given;
}
