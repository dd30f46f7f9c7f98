import { vi } from "vitest";
import { backend } from "../../../src/crypto/node.ts";

/** What was hashed while `run` ran, counted where core computes: signatures, and bytes of bodies. */
export function hashedWhile<Result>(run: () => Result): {
  result: Result;
  signatures: number;
  bytes: number;
} {
  const hmac = vi.spyOn(backend, "hmac");
  try {
    const result = run();
    const bytes = hmac.mock.calls.reduce((sum, [, , , , body]) => sum + body.length, 0);
    return { result, signatures: hmac.mock.calls.length, bytes };
  } finally {
    hmac.mockRestore();
  }
}
