import { describe, expect, it, vi } from "vitest";
import { cryptoBackend } from "../../src/index.ts";
import { explain } from "../../src/explain.ts";
import { commonDamages } from "./support/damaged.ts";
import { damagedByProvider } from "./support/damaged-by-provider.ts";
import { genuine } from "./support/genuine.ts";

// What the export conditions do for runtimes without node:crypto.
vi.mock("#crypto", async () => {
  const { portable, portableSha256Hex } = await import("../../src/crypto/portable.ts");
  return { backend: portable, sha256Hex: portableSha256Hex };
});

it("computes with @noble/hashes here", () => {
  expect(cryptoBackend()).toBe("@noble/hashes");
});

describe("the same causes come first", () => {
  it.each([...commonDamages(genuine.github), ...damagedByProvider])(
    "$name -> $cause",
    ({ of, delivery, options, cause, certainty }) => {
      const { causes } = explain(of.provider, delivery, options);
      expect({ cause: causes[0]?.id, certainty: causes[0]?.certainty }).toEqual({ cause, certainty });
    },
  );
});
