import { expect, test } from "vitest";
import { otherRealm } from "../../../tools/test-support/other-realm.ts";
import { signedDelivery } from "../src/index.ts";
import { acme, chronos } from "./acme.ts";

const secret = "secret";
const options = { secret };
const bytes = new TextEncoder().encode('{ "type": "ping" }');
const inside = new Uint8Array([0x20, ...bytes, 0x20]).subarray(1, 1 + bytes.length);

function sent(payload: unknown): string {
  return new TextDecoder().decode(signedDelivery(acme, payload, options).body);
}

test("a payload is sent as compact JSON under a signature that holds", () => {
  const delivery = signedDelivery(acme, { type: "ping", count: 1 }, options);
  expect(new TextDecoder().decode(delivery.body)).toBe('{"type":"ping","count":1}');
  expect(acme.verify(delivery, options)).toMatchObject({ type: "ping", payload: { count: 1 } });
});

test("the signature is the one that openssl makes", () => {
  expect(signedDelivery(acme, '{"type":"ping"}', options).headers["x-acme-signature"]).toBe(
    "ef9c85680c299afa94246e60325ec1a8fc10a7fdcc17ff2600c19a3cd7dac2c5",
  );
});

test.each([
  { name: "text", payload: '{ "type": "ping" }' },
  { name: "bytes", payload: bytes },
  { name: "a view into a larger buffer", payload: inside },
  { name: "a DataView", payload: new DataView(inside.buffer, inside.byteOffset, inside.byteLength) },
  { name: "an ArrayBuffer", payload: bytes.slice().buffer },
  { name: "bytes of another realm", payload: otherRealm(bytes) },
  { name: "an ArrayBuffer of another realm", payload: otherRealm(bytes).buffer },
])("$name is sent as it is", ({ payload }) => {
  expect(sent(payload)).toBe('{ "type": "ping" }');
  expect(acme.verify(signedDelivery(acme, payload, options), options).type).toBe("ping");
});

test("bytes are copied: changing them later changes no delivery", () => {
  const mine = bytes.slice();
  const { body } = signedDelivery(acme, mine, options);
  mine.fill(0);
  expect(body).toEqual(bytes);
});

test.each([
  { payload: null, text: "null" },
  { payload: [1, "é"], text: '[1,"é"]' },
  { payload: false, text: "false" },
  { payload: "", text: "" },
])("sends $payload as $text", ({ payload, text }) => {
  expect(sent(payload)).toBe(text);
});

test.each([
  { name: "undefined", payload: undefined },
  { name: "a function", payload: () => "{}" },
  { name: "a symbol", payload: Symbol("ping") },
])("throws a TypeError for $name, which JSON cannot say", ({ payload }) => {
  expect(() => signedDelivery(acme, payload, options)).toThrow(TypeError);
});

test("throws a TypeError for an empty secret, and for a missing name where a header names the event", () => {
  expect(() => signedDelivery(acme, {}, { secret: "" })).toThrow(TypeError);
  expect(() => signedDelivery(chronos, {}, options)).toThrow(TypeError);
});

test("hands name, id and time on to the provider", () => {
  const { headers } = signedDelivery(
    chronos,
    {},
    { secret, name: "tick", id: "7", timestamp: new Date(5000) },
  );
  expect(headers).toMatchObject({ "x-chronos-event": "tick", "x-chronos-id": "7", "x-chronos-time": "5" });
});
