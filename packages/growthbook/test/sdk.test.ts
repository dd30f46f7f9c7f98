import { standardWebhooks } from "@flaghook/standard-webhooks";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { growthbookSdk } from "../src/index.ts";
import { sdkVectors } from "./vectors.ts";

const { genuine } = sdkVectors;
const [standard] = genuine;
const { secret } = standard!;
const now = () => standard!.now!;

test("gives a delivery as a typed event with the connection's key, field for field", () => {
  const { headers, body } = standard!;
  expect(growthbookSdk.verify({ headers, body }, { secret, now })).toStrictEqual({
    provider: "growthbook-sdk",
    type: "payload.changed",
    name: "payload.changed",
    id: "msg_0123456789abcdef",
    dedupeKey: "sha256:84d67ecee1799f7fe575e1cfe66e36797e0925758878aa7546c975834b838b08",
    dedupe: { kind: "digest", repeatable: true },
    secretIndex: 0,
    payload: {
      type: "payload.changed",
      timestamp: "2026-01-01T00:00:00.000Z",
      data: { payload: '{"features":{"new-checkout":{"defaultValue":true}}}' },
    },
    sdkKey: "sdk-0123456789",
  });
});

test("a delivery without a body is an event whose payload is undefined", () => {
  const { headers } = genuine[2]!;
  for (const body of ["", new Uint8Array()]) {
    const event = growthbookSdk.verify({ headers, body }, { secret, now });
    expect(event).toHaveProperty("payload", undefined);
    expect(event).toMatchObject({ type: "payload.changed", id: "msg_0123456789abcdef" });
  }
});

test("a delivery without its body is refused: the signature is of another one", () => {
  const { headers } = standard!;
  expect(growthbookSdk.safeVerify({ headers, body: "" }, { secret, now })).toMatchObject({
    ok: false,
    error: { code: "signature-mismatch" },
  });
});

test("may be sent with each of six methods", () => {
  expect(growthbookSdk.methods).toEqual(["POST", "GET", "PUT", "DELETE", "PURGE", "PATCH"]);
});

test("without its header the connection's key is undefined", () => {
  const { headers, body } = standard!;
  const { "webhook-sdk-key": _key, ...others } = headers;
  expect(growthbookSdk.verify({ headers: others, body }, { secret, now }).sdkKey).toBeUndefined();
});

test("never looks at webhook-secret, which is no secret", () => {
  const { headers, body } = standard!;
  expect(
    growthbookSdk.safeVerify({ headers: { ...headers, "webhook-secret": "" }, body }, { secret, now }).ok,
  ).toBe(true);
  const legacy = headers["webhook-secret"]!;
  expect(growthbookSdk.safeVerify({ headers, body }, { secret: legacy, now }).ok).toBe(false);
});

test("refuses the signature over a key that was decoded", () => {
  const { headers } = genuine[1]!;
  // Made with the bytes that a lenient base64 reads from the secret (checked 2026-11-21).
  const decoded = { ...headers, "webhook-signature": "v1,8tG5loL8TCnrT/9SHkFdP69aFzIl6v6MROJHK1otPXc=" };
  expect(
    growthbookSdk.safeVerify({ headers: decoded, body: genuine[1]!.body }, { secret, now }),
  ).toMatchObject({
    ok: false,
    error: { code: "signature-mismatch" },
  });
});

describe("a library for Standard Webhooks", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: now(), toFake: ["Date"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("does not take the secret that GrowthBook shows, and neither does ours", () => {
    expect(() => new Webhook(secret)).toThrow("incorrect characters for decoding");
    expect(() => standardWebhooks.verify(standard!, { secret, now })).toThrow(TypeError);
  });

  test("refuses a genuine delivery with the part of the secret that it can decode", () => {
    const webhook = new Webhook(secret.replace("wk_", ""));
    expect(() => webhook.verify(standard!.body, standard!.headers)).toThrow("No matching signature found");
  });

  test("takes it with base64 of the whole secret alone, and so does ours", () => {
    const { headers, body } = standard!;
    expect(new Webhook(btoa(secret)).verify(body, headers)).toEqual(JSON.parse(body));
    const encoded = `whsec_${btoa(secret)}`;
    expect(standardWebhooks.verify(standard!, { secret: encoded, now }).name).toBe("payload.changed");
  });
});
