import type { ProviderVectors } from "@flaghook/testing";

const at = (seconds: number): Date => new Date(seconds * 1000);

/** The first is in the tests of all reference libraries, the second in those of Svix's server. */
export const vectors: ProviderVectors = {
  genuine: [
    {
      name: "v1, as all libraries have it",
      source: "standard-webhooks/standard-webhooks b2fa7b8, libraries/* (MIT, checked 2026-11-21)",
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      body: '{"test": 2432232314}',
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      now: at(1614265330),
      expected: {
        type: "unknown",
        name: "message",
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        dedupeKey: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      },
    },
    {
      name: "v1a, as Svix signs it",
      source: "svix/svix-webhooks 4fc0cfb, server/svix-server/src/worker.rs (MIT, checked 2026-11-21)",
      secret: "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=",
      body: '{"test": 2432232314}',
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature":
          "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==",
      },
      now: at(1614265330),
      expected: {
        type: "unknown",
        name: "message",
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        dedupeKey: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      },
    },
    {
      name: "v1 in a list with another key and another version",
      source: "the first, beside a signature of another key and a version that nobody knows",
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      body: '{"test": 2432232314}',
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature":
          "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      now: at(1614265330),
      expected: {
        type: "unknown",
        name: "message",
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        dedupeKey: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      },
    },
  ],
  otherSecret: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
  isBodyOptional: true,
  unrecognised: [
    { payload: { type: "invoice.paid" }, expected: "unknown" },
    { payload: { type: "toString" }, expected: "unknown" },
    { payload: { type: 1 }, expected: "unknown" },
    { payload: {}, expected: "unknown" },
    { payload: [], expected: "unknown" },
    { payload: null, expected: "unknown" },
  ],
};
