import { defineProvider, type Provider } from "@flaghook/core";
import * as z from "zod/mini";
import type { ProviderVectors } from "../src/index.ts";

/** A provider without faults: one hex signature, its event named in the body. */
export const acme: Provider = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: { ping: z.looseObject({ type: z.literal("ping") }) },
});

/** Another, whose signature has a prefix. */
export const prefixed: Provider = defineProvider({
  id: "prefixed",
  scheme: { header: "x-prefixed", algorithm: "sha1", encoding: "hex", prefix: "sha1=" },
  eventName: { field: "type" },
  events: { ping: z.looseObject({ type: z.literal("ping") }) },
});

/** One that names events and deliveries in headers. */
export const named: Provider = defineProvider({
  id: "named",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { header: "x-named-event" },
  eventId: { header: "x-named-delivery" },
  events: { ping: z.looseObject({ type: z.literal("ping") }) },
});

/** One that signs an id and a time, and names its events in a header. */
export const chronos: Provider = defineProvider({
  id: "chronos",
  scheme: {
    header: "x-chronos-signature",
    algorithm: "sha256",
    encoding: "hex",
    id: { header: "x-chronos-id" },
    timestamp: { header: "x-chronos-time" },
    signs: ["id", "timestamp", "body"],
  },
  eventName: { header: "x-chronos-event" },
  eventId: { header: "x-chronos-id" },
  events: { tick: z.looseObject({}) },
});

/** Signed with `openssl dgst -hmac secret`. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "a ping",
      source: "openssl",
      secret: "secret",
      body: '{"type":"ping"}',
      headers: { "X-Acme-Signature": "ef9c85680c299afa94246e60325ec1a8fc10a7fdcc17ff2600c19a3cd7dac2c5" },
      expected: { type: "ping", name: "ping" },
    },
  ],
  altered: [{ name: "a ping with spaces", of: "a ping", body: '{ "type": "ping" }' }],
  unrecognised: [
    { payload: { type: "pong" }, expected: "unknown" },
    { payload: {}, expected: "schema-mismatch" },
  ],
};
