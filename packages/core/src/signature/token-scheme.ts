import { backend } from "#crypto";
import { sha256 } from "../crypto/algorithms.ts";
import type { PreparedKey } from "../crypto/backend.ts";
import { AMBIGUOUS, malformed, requireHeader, requireOneValue } from "../delivery/headers.ts";
import { readSecret, type Secret, type TokenSecret } from "../delivery/secret.ts";
import { unwrapToken } from "../delivery/token-secret.ts";
import { utf8 } from "../encoding/utf8.ts";
import { WebhookError } from "../errors/error.ts";
import type { CompiledScheme } from "./compile-scheme.ts";
import { createKeyCache } from "./key-cache.ts";
import { causeInSecrets } from "./mismatch-causes.ts";
import type { TokenScheme } from "./scheme.ts";
import type { Verifier } from "./verifier.ts";

/** A token ready to be compared. */
interface TokenKey {
  readonly digest: Uint8Array;
  /** Read once, for the message of a mismatch. */
  readonly secret: Secret;
}

/** Made at first use: Workers have no randomness while a module loads. */
let randomKey: PreparedKey;

/**
 * The HMAC of a token under a random key of this process. Digests are as long as each other: the
 * time of their comparison says nothing of the token, not even its length.
 */
function digestOf(target: Uint8Array, token: Uint8Array): Uint8Array {
  randomKey ??= backend.prepareKey(sha256, globalThis.crypto.getRandomValues(new Uint8Array(32)));
  backend.hmac(target, sha256, randomKey, "", token);
  return target;
}

/** Compiles a token scheme that `assertScheme` let through. */
export function compileTokenScheme(provider: string, scheme: TokenScheme): CompiledScheme {
  const { header, prefix = "" } = scheme;
  const { keyOf, verify } = compileTokenVerifier(provider, scheme);
  return {
    headers: [header],
    isToken: true,
    keyOf,
    verify(headers, body, keys, ...others) {
      const isToken = (trimmed: Uint8Array): boolean => {
        try {
          verify(headers, body, [keyOf(trimmed)], ...others);
          return true;
        } catch {
          return false;
        }
      };
      try {
        return verify(headers, body, keys, ...others);
      } catch (error) {
        if (!WebhookError.is(error) || error.code !== "signature-mismatch") throw error;
        const secrets = (keys as readonly TokenKey[]).map(({ secret }) => secret);
        throw mismatch(provider, header, causeInSecrets(secrets, isToken));
      }
    },
    sign(_body, secret) {
      const token = readSecret(unwrapToken(secret));
      return { [header]: prefix + (typeof token === "string" ? token : new TextDecoder().decode(token)) };
    },
  };
}

/** The half of a token scheme that verifies. */
export function compileTokenVerifier(provider: string, scheme: TokenScheme): Verifier {
  const { header, prefix = "" } = scheme;
  const byteLength = sha256.byteLength;
  // Reused by every call: no code of the caller's runs between a write and its read.
  const actual = new Uint8Array(byteLength);
  const digest = createKeyCache((token) => digestOf(new Uint8Array(byteLength), token), utf8);

  return {
    keyOf(given: Secret | TokenSecret): TokenKey {
      const secret = readSecret(unwrapToken(given));
      return { digest: digest(secret) as Uint8Array, secret };
    },
    verify(headers, body, keys) {
      const value = requireHeader(provider, headers, header);
      if (value !== AMBIGUOUS && value.startsWith(prefix)) {
        digestOf(actual, utf8(value.slice(prefix.length)));
        const secretIndex = (keys as readonly TokenKey[]).findIndex((key) =>
          backend.equal(actual, key.digest),
        );
        if (secretIndex >= 0) return { headers, body, secretIndex };
      }
      // A token may hold ", " itself: only one that matches nothing came more than once.
      const isToken = requireOneValue(provider, header, value).startsWith(prefix);
      throw isToken ? mismatch(provider, header) : malformed(provider, header, `must begin with ${prefix}`);
    },
  };
}

function mismatch(provider: string, header: string, causes = ""): WebhookError {
  return new WebhookError(
    "signature-mismatch",
    provider,
    `the ${header} header is not the secret. ${causes}Compare the two.`,
  );
}
