import { createHmac, timingSafeEqual } from "node:crypto";
import type { Provider } from "@flaghook/core";

export const secret = "a-secret-of-thirty-two-characters";

/** What a verification costs with nothing around it: every ratio is against this. */
export function bareHmac(algorithm: string, body: Buffer, hex: string): () => void {
  return () => {
    const expected = createHmac(algorithm, secret).update(body).digest();
    if (!timingSafeEqual(expected, Buffer.from(hex, "hex"))) throw new Error("the bare HMAC does not match");
  };
}

/** A body of a provider's with all the headers that a server behind a proxy sees: about a dozen. */
export function deliveryOf(
  provider: Provider,
  body: Buffer,
): { headers: Record<string, string>; hex: string } {
  const signed = provider.sign(body, { secret, name: Object.keys(provider.events)[0]!, id: "d_1" });
  const headers: Record<string, string> = {
    host: "hooks.example.com",
    "content-length": String(body.length),
    accept: "*/*",
    "accept-encoding": "gzip, br",
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    "x-request-id": "7c1d0f5a-5a4e-4f0e-8f42-0d3d8b2f9a11",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    connection: "keep-alive",
    ...signed,
  };
  const { header, prefix = "" } = provider.scheme;
  const delivery = { headers, hex: signed[header]!.slice(prefix.length) };
  // Strings as a server has them: in one piece, where concatenated ones are read more slowly.
  return JSON.parse(JSON.stringify(delivery)) as typeof delivery;
}

/** The algorithm of a scheme by the name that node:crypto has for it. */
export function algorithmName({ scheme }: Provider): string {
  return typeof scheme.algorithm === "string" ? scheme.algorithm : scheme.algorithm!.name;
}
