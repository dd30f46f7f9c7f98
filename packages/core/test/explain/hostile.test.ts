import * as fc from "fast-check";
import { expect, it } from "vitest";
import { explain } from "../../src/explain.ts";
import type { DeliveryInput } from "../../src/index.ts";
import { genuine, github } from "./support/genuine.ts";

const value = genuine.github.headers["x-hub-signature-256"]!;

const name = fc.oneof(
  fc.constantFrom(
    "x-hub-signature-256",
    "X-Hub-Signature",
    "content-length",
    "content-encoding",
    "timestamp",
    "host",
    "__proto__",
    "constructor",
    "get",
  ),
  fc.string({ maxLength: 20 }),
);
const text = fc.oneof(
  fc.constantFrom(
    value,
    value.toUpperCase(),
    `${value},${value}`,
    `"${value}"`,
    "gzip",
    "br",
    "deflate",
    "9",
    "-1",
    "1e9",
  ),
  fc.string({ maxLength: 80, unit: "binary" }),
);
const headers = fc.dictionary(name, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 6 });
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ maxLength: 200, unit: "binary" }),
  fc.json(),
  fc.json().map((json) => `payload=${json}`),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes])),
  fc.uint8Array({ maxLength: 50 }).map((bytes) => Buffer.concat([Buffer.from([0x78, 0x9c]), bytes])),
  fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
);

it("nothing that a sender sends, or a parser makes of it, makes it throw", () => {
  fc.assert(
    fc.property(headers, body, (sent, received) => {
      const delivery = { headers: sent, body: received } as DeliveryInput;
      const { outcome, causes } = explain(github, delivery, { secret: genuine.github.secret });
      expect(outcome).toBe("refused");
      expect(causes.length).toBeGreaterThan(0);
      expect(new Set(causes.map(({ id }) => id)).size).toBe(causes.length);
    }),
    { numRuns: 1500, seed: 14 },
  );
});
