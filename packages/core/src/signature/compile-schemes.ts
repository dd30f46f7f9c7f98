import { readHeader, requireHeader, type NormalisedHeaders } from "../delivery/headers.ts";
import type { PreparedKey } from "../crypto/backend.ts";
import { WebhookError } from "../errors/error.ts";
import { assignSecrets } from "./assign-secrets.ts";
import { compileScheme, compileSchemeVerifier, type CompiledScheme } from "./compile-scheme.ts";
import type { Scheme, SignatureScheme } from "./scheme.ts";
import type { SchemeParts } from "./scheme-parts.ts";
import { compileTokenScheme, compileTokenVerifier } from "./token-scheme.ts";
import type { Verifier } from "./verifier.ts";

/** A key, and the scheme that it is for. */
interface SchemeKey {
  readonly at: number;
  readonly key: PreparedKey;
}

/** The half of a scheme that verifies, and which headers it reads. */
type SchemeVerifier = Verifier & Pick<CompiledScheme, "headers" | "idHeader">;

/** Compiles schemes of every kind: one, or several of which the secrets enable some. */
export function compileSchemes(
  provider: string,
  schemes: readonly Scheme[],
  parts: SchemeParts,
): CompiledScheme {
  const compiled = schemes.map((scheme) =>
    scheme.kind === "token" ? compileTokenScheme(provider, scheme) : compileScheme(provider, scheme, parts),
  );
  return compiled.length === 1 ? compiled[0]! : compileSeveral(provider, schemes, compiled);
}

/** The same without the code for tokens. */
export function compileSignatures(
  provider: string,
  schemes: readonly Scheme[],
  parts: SchemeParts,
): CompiledScheme {
  const compiled = schemes.map((scheme) => compileScheme(provider, scheme as SignatureScheme, parts));
  return compiled.length === 1 ? compiled[0]! : compileSeveral(provider, schemes, compiled);
}

/** The halves that verify, for schemes of every kind. */
export function compileSchemesVerifier(
  provider: string,
  schemes: readonly Scheme[],
  parts: SchemeParts,
): SchemeVerifier {
  return severalVerifier(
    provider,
    schemes,
    schemes.map((scheme) =>
      scheme.kind === "token"
        ? { ...compileTokenVerifier(provider, scheme), headers: [scheme.header], idHeader: undefined }
        : signatureVerifier(provider, scheme, parts),
    ),
  );
}

/** The same without the code for tokens. */
export function compileSignaturesVerifier(
  provider: string,
  schemes: readonly SignatureScheme[],
  parts: SchemeParts,
): SchemeVerifier {
  return severalVerifier(
    provider,
    schemes,
    schemes.map((scheme) => signatureVerifier(provider, scheme, parts)),
  );
}

function signatureVerifier(provider: string, scheme: SignatureScheme, parts: SchemeParts): SchemeVerifier {
  const { verifier, headers } = compileSchemeVerifier(provider, scheme, parts);
  return { ...verifier, headers, idHeader: scheme.id?.header };
}

function compileSeveral(
  provider: string,
  schemes: readonly Scheme[],
  compiled: readonly CompiledScheme[],
): CompiledScheme {
  const { forSigning } = assignSecrets(schemes);
  return {
    ...severalVerifier(provider, schemes, compiled),
    sign: (body, secret, values) => compiled[forSigning(secret)]!.sign(body, secret, values),
  };
}

/**
 * Several schemes of one provider. The secrets say which of them are enabled, and the headers pick
 * among those alone: to leave a header out must never lead to a weaker scheme.
 */
function severalVerifier(
  provider: string,
  schemes: readonly Scheme[],
  compiled: readonly SchemeVerifier[],
): SchemeVerifier {
  const { forVerifying } = assignSecrets(schemes);
  const idHeaders = compiled.flatMap(({ idHeader }) => idHeader ?? []);

  return {
    headers: [...new Set(compiled.flatMap(({ headers }) => headers))],
    idHeader: idHeaders[0],
    keyOf(secret, _index, all = [secret]): SchemeKey {
      const at = forVerifying(secret, all);
      return { at, key: compiled[at]!.keyOf(secret) };
    },
    verify(headers, body, keys, options, givenHeaders) {
      const all = keys as readonly SchemeKey[];
      const { header } = pick(provider, schemes, all, headers);
      let refusal: WebhookError | undefined;
      for (const [at, one] of compiled.entries()) {
        if (schemes[at]!.header !== header) continue;
        const places = [...all.keys()].filter((place) => all[place]!.at === at);
        if (places.length === 0) continue;
        const ownKeys = places.map((place) => all[place]!.key);
        const own = { ...options, secrets: places.map((place) => options.secrets[place]!) };
        try {
          const verified = one.verify(headers, body, ownKeys, own, givenHeaders);
          return {
            ...verified,
            // An id that this scheme does not sign is anybody's claim.
            headers: without(
              verified.headers,
              idHeaders.filter((name) => name !== one.idHeader),
            ),
            secretIndex: places[verified.secretIndex]!,
          };
        } catch (error) {
          if (!isRefusedSignature(error)) throw error;
          // One of several versions in a header may fit: what is said is about the best of them.
          if (refusal?.code !== "signature-mismatch") refusal = error;
        }
      }
      throw refusal!;
    },
  };
}

/** The first enabled scheme whose header came. `missing-signature` when none did. */
function pick(
  provider: string,
  schemes: readonly Scheme[],
  keys: readonly SchemeKey[],
  headers: NormalisedHeaders,
): Scheme {
  const came = ({ header }: Scheme): boolean => readHeader(headers, header) !== undefined;
  const enabled = schemes.filter((_, at) => keys.some((key) => key.at === at));
  const found = enabled.find(came);
  if (found !== undefined) return found;
  const disabled = schemes.find(came);
  if (disabled === undefined) requireHeader(provider, headers, enabled[0]!.header);
  throw new WebhookError(
    "missing-signature",
    provider,
    `there is no ${enabled[0]!.header} header, only ${disabled?.header}, which the configured secret is not for.`,
  );
}

function isRefusedSignature(error: unknown): error is WebhookError {
  return (
    WebhookError.is(error) && (error.code === "signature-mismatch" || error.code === "malformed-signature")
  );
}

/** Takes a copy of headers, as `readHeaders` makes it. */
function without(headers: NormalisedHeaders, names: readonly string[]): NormalisedHeaders {
  const others = Object.entries(headers as Readonly<Record<string, unknown>>);
  const kept = others.filter(([name]) => !names.includes(name));
  return Object.assign(Object.create(null), Object.fromEntries(kept)) as NormalisedHeaders;
}
