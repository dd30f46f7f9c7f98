import type * as Core from "../../../packages/core/src/index.ts";
import type { ed25519 } from "../../../packages/core/src/ed25519.ts";
import type { defineSignature } from "../../../packages/core/src/signature.ts";
import type { sha512 } from "../../../packages/core/src/sha512.ts";
import type { providerContract, ProviderVectors } from "../../../packages/testing/src/index.ts";
import { createRunner, type TestResult } from "./mini-runner.ts";

/** The packed packages as this runtime loaded them, in the format that is being checked. */
export interface Loaded {
  readonly core: Pick<typeof Core, "cryptoBackend" | "defineProvider">;
  readonly signature: { readonly defineSignature: typeof defineSignature };
  readonly sha512: { readonly sha512: typeof sha512 };
  readonly ed25519: { readonly ed25519: typeof ed25519 };
  readonly testing: { readonly providerContract: typeof providerContract };
  readonly providers: readonly { readonly provider: Core.Provider; readonly vectors: ProviderVectors }[];
  /** Every entry point of every package that runs here, by the name it is imported with. */
  readonly entries: Readonly<Record<string, () => unknown>>;
}

/** Marks the one line of output that holds the report; runtimes print warnings of their own. */
export const REPORT = "flaghook-report ";

/**
 * Runs everything and prints one line with the results. The caller knows which back end it expects.
 */
export async function runSuite(loaded: Loaded): Promise<void> {
  const results: TestResult[] = [];
  for (const [name, load] of Object.entries(loaded.entries)) {
    results.push({ name: `imports ${name}`, ...(await failureOf(load)) });
  }
  const runner = createRunner();
  for (const { provider, vectors } of loaded.providers) {
    loaded.testing.providerContract(provider, withOtherRealm(vectors), runner);
  }
  askSha512(loaded, runner);
  askEd25519(loaded, runner);
  results.push(...runner.results);
  console.log(REPORT + JSON.stringify({ backend: loaded.core.cryptoBackend(), results }));
}

async function failureOf(load: () => unknown): Promise<{ failure?: string }> {
  try {
    await load();
    return {};
  } catch (error) {
    return { failure: String(error) };
  }
}

/** workerd has one realm, and so one test less per provider. */
function withOtherRealm(vectors: ProviderVectors): ProviderVectors {
  const isWorkerd = globalThis.navigator?.userAgent === "Cloudflare-Workers";
  if (isWorkerd) return vectors;
  const vm = process.getBuiltinModule("node:vm");
  return {
    ...vectors,
    otherRealm: (bytes) =>
      vm.runInNewContext("Uint8Array.from(values)", { values: [...bytes] }) as Uint8Array,
  };
}

/**
 * No provider uses SHA-512, so this is what shows that `@flaghook/core/sha512` finds the right back
 * end.
 */
function askSha512(
  { signature, sha512: { sha512: algorithm } }: Loaded,
  { test, expect }: ReturnType<typeof createRunner>,
): void {
  const verifySignature = signature.defineSignature("acme", {
    header: "x-acme-signature",
    algorithm,
    encoding: "hex",
  });
  // RFC 4231, test case 2.
  const body = "what do ya want for nothing?";
  const headers = {
    "x-acme-signature":
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
      "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
  };
  test("core: accepts the SHA-512 vector of RFC 4231", () => {
    expect(verifySignature({ headers, body }, { secret: "Jefe" })).toEqual(undefined);
  });
  test("core: refuses it for another secret", () => {
    let code: unknown;
    try {
      verifySignature({ headers, body }, { secret: "Jeff" });
    } catch (error) {
      ({ code } = error as { code: unknown });
    }
    expect(code).toEqual("signature-mismatch");
  });
}

/** Each runtime has an ed25519 of its own. */
function askEd25519(
  { core, ed25519: { ed25519: algorithm } }: Loaded,
  { test, expect }: ReturnType<typeof createRunner>,
): void {
  const acme = core.defineProvider({
    id: "acme",
    scheme: {
      header: "x-acme-signature",
      algorithm,
      encoding: "hex",
      key: { encoding: "hex" },
    },
    eventName: { field: "type" },
    events: {},
  });
  // RFC 8032, test 1: of an empty text.
  const seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
  const secret = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
  const signature =
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555" +
    "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";
  const codeOf = (body: string, sent: string): unknown => {
    try {
      acme.verifySignature({ headers: { "x-acme-signature": sent }, body }, { secret });
      return "accepted";
    } catch (error) {
      return (error as { code?: unknown }).code ?? String(error);
    }
  };
  test("core: accepts and makes the ed25519 vector of RFC 8032", () => {
    expect(codeOf("", signature)).toEqual("accepted");
    expect(acme.sign("", { secret: seed })["x-acme-signature"]).toEqual(signature);
  });
  test("core: refuses it for another body, and in another form", () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const bytes = signature.slice(64).match(/../g)!.toReversed().join("");
    const scalar = (BigInt(`0x${bytes}`) + order).toString(16).padStart(64, "0");
    const other = signature.slice(0, 64) + scalar.match(/../g)!.toReversed().join("");
    expect(codeOf("x", signature)).toEqual("signature-mismatch");
    expect(codeOf("", other)).toEqual("signature-mismatch");
  });
}
