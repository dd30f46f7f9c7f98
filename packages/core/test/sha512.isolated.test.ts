import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";

const delivery = (body: string): { headers: Record<string, string>; body: string } => ({
  headers: { "x-acme-signature": createHmac("sha512", "secret").update(body).digest("hex") },
  body,
});

describe.each(["node", "portable"])("SHA-512 from @flaghook/core/sha512 on %s", (variant) => {
  it("verifies what node:crypto signed, and nothing else", async () => {
    vi.resetModules();
    vi.doMock("#crypto", async () => {
      if (variant === "node") return import("../src/crypto/node.ts");
      const { portable } = await import("../src/crypto/portable.ts");
      return { backend: portable };
    });
    vi.doMock("#sha512", () => import(`../src/crypto/sha512-${variant}.ts`));
    const { sha512 } = await import("../src/sha512.ts");
    const { defineSignature } = await import("../src/signature.ts");
    const verify = defineSignature("acme", {
      header: "x-acme-signature",
      algorithm: sha512,
      encoding: "hex",
    });

    expect(() => verify(delivery("{}"), { secret: "secret" })).not.toThrow();
    expect(() => verify({ ...delivery("{}"), body: "[]" }, { secret: "secret" })).toThrow(
      expect.objectContaining({ code: "signature-mismatch" }),
    );
    vi.doUnmock("#crypto");
    vi.doUnmock("#sha512");
  });
});
