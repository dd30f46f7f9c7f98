import { vi } from "vitest";
import { ed25519Suite } from "./support/ed25519-suite.ts";

// What the export conditions do for runtimes without node:crypto.
vi.mock("#crypto", async () => {
  const { portable, portableSha256Hex } = await import("../src/crypto/portable.ts");
  return { backend: portable, sha256Hex: portableSha256Hex };
});
vi.mock("#ed25519", async () => {
  const { portable } = await import("../src/crypto/ed25519-portable.ts");
  return { engine: portable };
});

ed25519Suite("@noble/curves");
