import { vi } from "vitest";
import { tokenSuite } from "../support/token-suite.ts";

// What the export conditions do for runtimes without node:crypto.
vi.mock("#crypto", async () => {
  const { portable, portableSha256Hex } = await import("../../src/crypto/portable.ts");
  return { backend: portable, sha256Hex: portableSha256Hex };
});

tokenSuite("@noble/hashes");
