import type * as Core from "../../../packages/core/src/index.ts";
import type { defineSignature } from "../../../packages/core/src/signature.ts";
import type { sha512 } from "../../../packages/core/src/sha512.ts";
import type { providerContract, ProviderVectors } from "../../../packages/testing/src/index.ts";
import { createRunner, type TestResult } from "./mini-runner.ts";

/** The packed packages as this runtime loaded them, in the format that is being checked. */
export interface Loaded {
  readonly core: Pick<typeof Core, "cryptoBackend">;
  readonly signature: { readonly defineSignature: typeof defineSignature };
  readonly sha512: { readonly sha512: typeof sha512 };
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
