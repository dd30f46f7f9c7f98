import { defineProvider } from "@flaghook/core";
import { providerContract } from "@flaghook/testing";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";

const acme = defineProvider({
  id: "acme",
  scheme: { header: "x-acme-signature", algorithm: "sha256", encoding: "hex" },
  eventName: { field: "type" },
  events: { ping: z.looseObject({ type: z.literal("ping") }) },
});

providerContract(
  acme,
  {
    genuine: [
      {
        name: "the documented ping",
        source: "the vendor's documentation, checked today",
        secret: "secret",
        body: '{"type":"ping"}',
        headers: { "X-Acme-Signature": "ef9c85680c299afa94246e60325ec1a8fc10a7fdcc17ff2600c19a3cd7dac2c5" },
        expected: { type: "ping", name: "ping" },
      },
    ],
    unrecognised: [
      { payload: { type: "pong" }, expected: "unknown" },
      { payload: {}, expected: "schema-mismatch" },
    ],
  },
  { test, assert }, // vitest, jest and Bun: { test, expect }
);
